import { randomUUID } from 'node:crypto'
import { createCustomerRoute, createUnitRoute } from '@nuandeng/contract'
import { shanghaiDate } from '@nuandeng/domain'
import { expect } from 'vitest'
import { signIn } from './api.ts'
import { aConsole, test } from './harness.ts'

const console = aConsole()

/**
 * Two files of one customer, at a team of this test alone: the pairs of other tests would push theirs off the
 * first page of the list.
 */
async function twoFiles() {
  const { own } = console
  const admin = await signIn(own.url, own.accounts['system-admin'])
  const unitId = randomUUID()
  await admin(createUnitRoute, {
    ...{ unitId, parentId: own.stationId, kind: 'team', code: `T${Date.now()}` },
    ...{ name: '示例班组', validFrom: shanghaiDate(new Date()) },
  })
  const office = await signIn(own.url, own.accounts.office)
  const phone = `139${String(Date.now()).slice(-8)}`
  const name = `冯示例${phone.slice(-4)}`
  const accounts = ['1', '2'].map((end) => `77${Date.now() % 1_000_000_000}${end}`)
  for (const [i, accountNo] of accounts.entries()) {
    await office(createCustomerRoute, {
      customerId: randomUUID(),
      unitId,
      accountNo,
      name,
      address: i === 0 ? '官渡镇示例街5号' : '官渡示例街5号',
      people: [{ role: 'contact', phone }],
    })
  }
  return { unitId, accounts: accounts as [string, string] }
}

test('two files of one customer are found, compared, merged, and parted again', async () => {
  const {
    unitId,
    accounts: [one, two],
  } = await twoFiles()
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto(`/duplicates?unitId=${unitId}`)
  await page.getByRole('button', { name: '查找疑似重复' }).click()
  const pair = page.getByRole('region').filter({ hasText: one }).filter({ hasText: two }).first()
  await pair
    .getByRole('row', { name: /用电地址/ })
    .getByText('不同')
    .waitFor()
  expect(await pair.getByRole('row', { name: /^户名/ }).getByText('不同').count()).toBe(0)

  await pair.getByRole('button', { name: `保留 ${one}，合并` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('原因（记入审计）').fill('同一户')
  await dialog.getByRole('button', { name: `保留 ${one}，合并` }).click()
  await page.getByText('已处理').waitFor()
  await page.goto(`/customers?search=${two}`)
  await page.getByText('没有符合条件的客户').waitFor()

  await page.goto(`/duplicates?state=merged&unitId=${unitId}`)
  await pair.getByText('保留', { exact: true }).waitFor()
  await pair.getByRole('button', { name: '撤销决定' }).click()
  await dialog.getByLabel('原因（记入审计）').fill('看错了')
  await dialog.getByRole('button', { name: '撤销决定' }).click()
  await page.getByText('已处理').waitFor()
  await page.goto(`/customers?search=${two}`)
  await page.getByRole('row', { name: two }).waitFor()
})

test('two files said to be different are not proposed again', async () => {
  const {
    unitId,
    accounts: [one, two],
  } = await twoFiles()
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto(`/duplicates?unitId=${unitId}`)
  await page.getByRole('button', { name: '查找疑似重复' }).click()
  const pair = page.getByRole('region').filter({ hasText: one }).filter({ hasText: two }).first()
  await pair.getByRole('button', { name: '不是同一户' }).click()
  await page.getByRole('dialog').getByLabel('原因（记入审计）').fill('父子两户')
  await page.getByRole('dialog').getByRole('button', { name: '不是同一户' }).click()
  await pair.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '查找疑似重复' }).click()
  await page.getByText('共 1 对，新增 0 对').waitFor()
  expect(await pair.count()).toBe(0)
})

test('a special place is added and changed', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  const name = `示例敬老院${Date.now()}`
  await page.goto('/special-places')
  await page.getByRole('button', { name: '新增场所' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名称').fill(name)
  await dialog.getByLabel('用电地址').fill('官渡镇示例路')
  await dialog.getByLabel('人数').fill('46')
  await dialog.getByRole('button', { name: '保存' }).click()
  await dialog.waitFor({ state: 'detached' })
  const row = page.getByRole('row').filter({ hasText: name })
  await row.getByText('46', { exact: true }).waitFor()
  await row.getByRole('button', { name: `修改 ${name}` }).click()
  await dialog.getByLabel('人数').fill('47')
  await dialog.getByRole('button', { name: '保存' }).click()
  await row.getByText('47', { exact: true }).waitFor()
})
