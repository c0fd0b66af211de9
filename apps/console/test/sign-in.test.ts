import { confirmTotpRoute, startTotpRoute } from '@nuandeng/contract'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { signIn } from './api.ts'
import { aConsole, test } from './harness.ts'
import { STEP_MS, totpAt } from './totp.ts'

const console = aConsole()

/** Types as somebody without a mouse does: the focus stands in the first field when the page opens. */
async function logInByKeyboard(page: Page, { loginName, password }: Record<string, string>) {
  await page.locator('input:focus').waitFor()
  await page.keyboard.type(loginName ?? '')
  await page.keyboard.press('Tab')
  await page.keyboard.type(password ?? '')
  await page.keyboard.press('Enter')
}

test('a person logs in with the keyboard alone and gets where the address pointed', async () => {
  const page = await console.visit(console.own)
  await page.goto('/records')
  await logInByKeyboard(page, console.own.accounts.office)
  await page.getByRole('heading', { name: /现场记录/ }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/records')
})

test('a wrong password is refused in words, and the right one is taken after it', async () => {
  const { office } = console.own.accounts
  const page = await console.visit(console.own)
  await page.goto('/sign-in')
  await logInByKeyboard(page, { ...office, password: 'Deng-mie-2011!' })
  await page.getByRole('alert').getByText('登录名、密码或动态口令不对').waitFor()
  await page.getByLabel('密码').fill(office.password)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: '菜单' }).waitFor()
})

test('a second factor is asked for when it is set, a wrong one is refused, the right one opens', async () => {
  // Nobody else's: other tests log in beside this one, without a code.
  const account = console.own.accounts['liaison-officer']
  const call = await signIn(console.own.url, account)
  const { secret } = await call(startTotpRoute, { password: account.password })
  const setUpAt = Date.now()
  await call(confirmTotpRoute, { totp: totpAt(secret, setUpAt - STEP_MS) })

  const page = await console.visit(console.own)
  await page.goto('/sign-in')
  await logInByKeyboard(page, account)
  const code = page.getByLabel('动态口令（6 位数字）')
  await code.waitFor()
  await page.locator('input[autocomplete="one-time-code"]:focus').waitFor()
  const right = totpAt(secret, setUpAt)
  await page.keyboard.type(right === '000000' ? '000001' : '000000')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('登录名、密码或动态口令不对').waitFor()
  await code.fill(right)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: '菜单' }).waitFor()
})
