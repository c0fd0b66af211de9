import { expect } from 'vitest'
import { aConsole, test } from './harness.ts'

const console = aConsole()

test('records are narrowed by kind and by words, the address keeps it, and the export has just those', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto('/records?kind=opinion')
  const rows = page.getByRole('table').getByRole('row')
  await rows.nth(2).waitFor()
  expect(await rows.count()).toBe(3)

  await page.getByRole('searchbox', { name: '搜索' }).fill('缴费点')
  await page.keyboard.press('Enter')
  await rows.nth(2).waitFor({ state: 'detached' })
  expect(await rows.nth(1).textContent()).toContain('希望多设一个缴费点')
  expect(new URL(page.url()).searchParams.get('search')).toBe('缴费点')

  const href = await page.getByRole('link', { name: '导出 CSV' }).getAttribute('href')
  const csv = await (await page.request.get(href ?? '')).text()
  expect(csv).toContain('希望多设一个缴费点')
  expect(csv).not.toContain('记错了地方')

  await page.getByRole('button', { name: '清除筛选' }).click()
  await rows.nth(8).waitFor()
})

test('where nothing fits, the screen says so', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto('/records?search=没有这样的话')
  await page.getByText('没有符合条件的记录').waitFor()
})

test('a contact stays masked until the office says what for', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto('/records?kind=visit')
  await page.getByRole('table').getByRole('link').first().click()
  const drawer = page.getByRole('dialog')
  await drawer.getByText('138').waitFor()
  expect(await drawer.getByText('13800000000').count()).toBe(0)
  await drawer.getByLabel('查看原因（记入审计）').fill('回访')
  await drawer.getByRole('button', { name: '查看完整联系人' }).click()
  await drawer.getByText('13800000000').waitFor()
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
})

test('who may not export has no link and reads why', async () => {
  const page = await console.visit(console.own, { as: 'field-worker' })
  await page.goto('/records')
  await page.getByText('导出 CSV: 您的角色不能使用此功能').waitFor()
  expect(await page.getByRole('link', { name: '导出 CSV' }).count()).toBe(0)
})
