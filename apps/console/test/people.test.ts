import { randomUUID } from 'node:crypto'
import {
  confirmTotpRoute,
  createPersonRoute,
  getMeRoute,
  signInRoute,
  startTotpRoute,
} from '@nuandeng/contract'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Api, api, signIn } from './api.ts'
import { aConsole, test } from './harness.ts'
import { STEP_MS, totpAt } from './totp.ts'

const console = aConsole()
const PASSWORD = 'Nuan-deng-2012!'

/** Somebody of their own for one test, with a password that is theirs. */
async function aNewcomer() {
  const { url, accounts } = console.own
  const admin = await signIn(url, accounts['system-admin'])
  const { unit } = await admin(getMeRoute, {})
  const personId = randomUUID()
  const account = { loginName: `n${personId.slice(0, 8)}`, password: 'First-2011-pass!' }
  await admin(createPersonRoute, {
    personId,
    unitId: unit.unitId,
    loginName: account.loginName,
    name: '新示例',
    staffNo: account.loginName,
    firstPassword: account.password,
  })
  const call = await signIn(url, account, PASSWORD)
  return { personId, account: { ...account, password: PASSWORD }, call }
}

async function openPerson(personId: string): Promise<Page> {
  const page = await console.visit(console.own, { as: 'security-admin' })
  await page.goto(`/people/${personId}`)
  await page.getByRole('heading', { name: '登录与安全' }).waitFor()
  return page
}

const outcome = (call: Api) =>
  call(getMeRoute, {}).then(
    () => 'in',
    (error: Error) => error.message,
  )

test('a session that the security administrator ends is out at its next request', async () => {
  const { personId, account, call } = await aNewcomer()
  const theirs = await console.visit(console.own)
  await theirs.context().request.post(`/api${signInRoute.url}`, { data: account })
  await theirs.goto('/account')
  await theirs.getByRole('heading', { name: '我的账号' }).waitFor()

  const page = await openPerson(personId)
  const end = page.getByRole('button', { name: /^结束会话 / })
  await expect.poll(() => end.count()).toBe(2)
  for (const left of [1, 0]) {
    await end.first().click()
    await page.getByRole('tooltip').getByRole('button', { name: '结束会话' }).click()
    await expect.poll(() => end.count()).toBe(left)
  }
  expect(await outcome(call)).toContain('401')
  await theirs.reload()
  await theirs.getByRole('button', { name: /登\s*录/ }).waitFor()
})

test('a log-in is reset to a first password that stands on a slip to print, once', async () => {
  const { personId, account, call } = await aNewcomer()
  const page = await openPerson(personId)
  await page.getByRole('button', { name: '重置登录' }).click()
  await page.getByLabel('原因（记入审计）').fill('忘记密码，本人到场核实')
  await page.getByRole('dialog').getByRole('button', { name: '重置登录' }).click()
  const slip = page.getByRole('dialog', { name: '初始密码（仅显示一次）' })
  const password = (await slip.locator('code.secret').textContent()) ?? ''
  await page.evaluate('window.print = () => { window.isPrinted = true }')
  await slip.getByRole('button', { name: /打\s*印/ }).click()
  expect(await page.evaluate('window.isPrinted')).toBe(true)
  await page.emulateMedia({ media: 'print' })
  expect(await slip.locator('code.secret').isVisible()).toBe(true)
  expect(await page.getByRole('navigation', { name: '菜单' }).isVisible()).toBe(false)
  expect(await slip.getByRole('button', { name: /打\s*印/ }).isVisible()).toBe(false)
  await page.emulateMedia({ media: 'screen' })
  await slip.getByRole('button', { name: '已交付，关闭' }).click()
  await slip.waitFor({ state: 'detached' })
  expect(await page.getByText(password).count()).toBe(0)

  expect(await outcome(call)).toContain('401')
  await expect(signIn(console.own.url, account)).rejects.toThrow('401')
  const again = await signIn(console.own.url, { ...account, password }, 'Third-2012-pass!')
  expect(await outcome(again)).toBe('in')
})

test('an account locked by wrong passwords is unlocked with a reason, and opens again', async () => {
  const { personId, account } = await aNewcomer()
  const wrong = { ...account, password: 'Deng-mie-2011!' }
  for (let i = 0; i < 5; i++) await api(console.own.url)(signInRoute, wrong).catch(() => undefined)
  await expect(signIn(console.own.url, account)).rejects.toThrow('account-locked')

  const page = await openPerson(personId)
  await page.getByRole('button', { name: '解除锁定' }).click()
  await page.getByLabel('原因（记入审计）').fill('本人来电')
  await page.getByRole('dialog').getByRole('button', { name: '解除锁定' }).click()
  await page.getByText('解除锁定：账号未锁定').waitFor()
  expect(await outcome(await signIn(console.own.url, account))).toBe('in')
})

test('a second factor is taken off with the password and a code, and no code is asked for after', async () => {
  const { account, call } = await aNewcomer()
  const { secret } = await call(startTotpRoute, { password: account.password })
  const at = Date.now()
  await call(confirmTotpRoute, { totp: totpAt(secret, at - STEP_MS) })
  const page = await console.visit(console.own)
  const data = { ...account, totp: totpAt(secret, at) }
  const reply = await page.context().request.post(`/api${signInRoute.url}`, { data })
  expect(reply.status()).toBe(200)
  await page.goto('/account')
  const section = page.locator('section', { has: page.getByRole('heading', { name: /动态口令/ }) })
  await section.getByLabel('当前密码').fill(account.password)
  await section.getByLabel(/6 位/).fill(totpAt(secret, at + STEP_MS))
  await section.getByRole('button', { name: '停用动态口令' }).click()
  await section.getByText('未启用').waitFor()
  expect(await outcome(await signIn(console.own.url, account))).toBe('in')
})
