import { expect } from 'vitest'
import { aConsole, test } from './harness.ts'

const console = aConsole()

test('the language is switched on the spot and stays so', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto('/closing')
  await page.getByRole('heading', { name: /日结/ }).first().waitFor()
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('navigation', { name: 'Menu' }).getByText('Field records').waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  await page.reload()
  await page.getByRole('button', { name: '中文' }).click()
  await page.getByRole('navigation', { name: '菜单' }).getByText('现场记录').waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
})

test('a role without a place has no link to it, reads why at its address, and starts elsewhere', async () => {
  const page = await console.visit(console.own, { as: 'system-admin' })
  for (const [path, name] of [
    ['/day', '活动日'],
    ['/records', '现场记录'],
    ['/closing', '日结'],
  ] as const) {
    await page.goto(path)
    await page.getByRole('main').getByRole('alert').getByText('您的角色不能使用此功能').waitFor()
    expect(await page.getByRole('navigation', { name: '菜单' }).getByText(name).count()).toBe(0)
  }
  await page.goto('/')
  await page.getByRole('heading', { name: '人员与角色' }).waitFor()
})

test('a closed day shows its signature, and one not closed only the office may close', async () => {
  const { campaignId } = console.own
  const office = await console.visit(console.own, { as: 'office' })
  await office.goto('/day')
  const days = await (await office.request.get(`/api/campaigns/${campaignId}/days`)).json()
  const closed = days.items.find((day: { closedAt: string | null }) => day.closedAt)
  await office.goto(`/closing?campaignId=${campaignId}&activityDay=${closed.activityDay}`)
  await office.getByText('签名有效').waitFor()

  const worker = await console.visit(console.own, { as: 'field-worker' })
  await worker.goto('/closing')
  await worker.getByText('只有活动主办单位的活动办可以日结').waitFor()
  expect(await worker.getByRole('button', { name: '日结' }).isDisabled()).toBe(true)
})

test('the first stop of the keyboard leads past the menu', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto('/people')
  await page.getByRole('heading', { name: '人员与角色' }).waitFor()
  await page.keyboard.press('Tab')
  await page.locator('a.skip:focus').waitFor()
  await page.keyboard.press('Enter')
  await page.locator('#main:focus').waitFor()
})
