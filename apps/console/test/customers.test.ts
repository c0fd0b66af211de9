import { randomUUID } from 'node:crypto'
import { createCustomerRoute, editCustomerRoute, listCustomersRoute } from '@nuandeng/contract'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Api, signIn } from './api.ts'
import { aConsole, test } from './harness.ts'

const console = aConsole()

/** Short enough to be a number in an address. */
const newAccountNo = () => `99${Date.now() % 10_000_000_000}`

/** A customer of this test alone, so that tests beside it do not see it change. */
async function aCustomer() {
  const { own } = console
  const office = await signIn(own.url, own.accounts.office)
  const accountNo = newAccountNo()
  const customer = { customerId: randomUUID(), unitId: own.stationId, accountNo }
  await office(createCustomerRoute, {
    ...{ ...customer, name: '赵示例', address: '官渡镇示例街88号', customerClass: 'C2' as const },
    people: [{ role: 'contact', name: '赵示例', phone: '13800008888' }],
  })
  return { ...customer, office }
}

const versionOf = async (office: Api, accountNo: string) => {
  const { items } = await office(listCustomersRoute, { search: accountNo })
  return items[0]?.version ?? 0
}

async function search(page: Page, text: string) {
  await page.goto('/customers')
  await page.getByRole('searchbox', { name: '搜索' }).fill(text)
  await page.keyboard.press('Enter')
}

test.each([
  ['two characters', '煤矿', '官渡示例煤矿'],
  ['initials', 'gdslmk', '官渡示例煤矿'],
  ['the beginning of an account number', '4101000002', '官渡示例煤矿'],
  ['the tail of a telephone', '1234', '王**'],
])('a search by %s finds the customer, and the address keeps it', async (_by, text, name) => {
  const page = await console.visit(console.own, { as: 'office' })
  await search(page, text)
  const rows = page.getByRole('table').getByRole('row')
  await page.waitForURL((url) => url.searchParams.has('search'))
  await rows.getByRole('link', { name }).first().waitFor()
  await page.reload()
  await rows.getByRole('link', { name }).first().waitFor()
  expect(await page.getByRole('searchbox', { name: '搜索' }).inputValue()).toBe(text)
})

test('a search of one character is refused in words', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  await search(page, '王')
  await page.getByRole('alert').first().waitFor()
})

test('a file is found, changed and verified, and its timeline says so', async () => {
  const { accountNo } = await aCustomer()
  const page = await console.visit(console.own, { as: 'office' })
  await search(page, accountNo)
  await page.getByRole('row', { name: accountNo }).getByRole('link').click()
  await page.getByRole('button', { name: '修改档案' }).click()
  await page.getByLabel('台区').fill('示例台区')
  expect(await page.getByLabel('户名').count()).toBe(0)
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('档案已保存').waitFor()
  const timeline = page.getByRole('listitem')
  await timeline.getByText('修改客户档案：台区').waitFor()
  // What was not shown was not changed.
  await page.getByText('138****8888').waitFor()
  await page.getByText('从未核实').waitFor()

  await page.getByRole('button', { name: '今日核实无误' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '今日核实无误' }).click()
  await timeline.getByText('核实客户档案').waitFor()
  expect(await page.getByText('从未核实').count()).toBe(0)
})

test('a conflict is told in words, keeps what was typed, and saving again keeps what the other wrote', async () => {
  const { customerId, accountNo, office } = await aCustomer()
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto(`/customers/${customerId}/edit`)
  await page.getByLabel('台区').fill('我的台区')
  await page.getByLabel('备注').fill('我的备注')
  const version = await versionOf(office, accountNo)
  const theirs = { transformerArea: '别人的台区', voltage: '380V' } as const
  await office(editCustomerRoute, { customerId, version, ...theirs })

  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('对方改了：台区和供电电压').waitFor()
  await page.getByText(/您也改了：台区/).waitFor()
  expect(await page.getByLabel('台区').inputValue()).toBe('我的台区')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('档案已保存').waitFor()
  for (const kept of ['我的台区', '我的备注', '380V'])
    await page.getByText(kept, { exact: true }).waitFor()
})

test('name, address and people stay masked until it is said what for, and the look is in the timeline', async () => {
  const { customerId } = await aCustomer()
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto(`/customers/${customerId}`)
  await page.getByText('138****8888').waitFor()
  expect(await page.getByText('88号').count()).toBe(0)
  await page.getByRole('button', { name: '查看完整信息' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '查看完整信息' }).click()
  await dialog.getByText(/^请填写/).waitFor()
  await dialog.getByLabel('用途（记入审计）').fill('上门回访')
  await dialog.getByRole('button', { name: '查看完整信息' }).click()
  await page.getByText('13800008888').waitFor()
  await page.getByText('官渡镇示例街88号').waitFor()
  await page.getByText('查看了客户完整信息，用途：上门回访').waitFor()
})

test('a name is changed only after it was said what for', async () => {
  const { customerId } = await aCustomer()
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto(`/customers/${customerId}/edit`)
  await page.getByRole('button', { name: '查看完整信息' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('用途（记入审计）').fill('更名')
  await dialog.getByRole('button', { name: '查看完整信息' }).click()
  await page.getByLabel('户名').fill('钱示例')
  await page.getByLabel('电话').fill('13800007777')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('heading', { name: '钱**' }).waitFor()
  await page.getByText('138****7777').waitFor()
})

test('chosen customers get a tag at once, and those that had it are counted apart', async () => {
  const [one, other] = [await aCustomer(), await aCustomer()]
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto('/customers')
  const pick = (accountNo: string) =>
    page.getByRole('checkbox', { name: new RegExp(accountNo) }).check()
  await pick(one.accountNo)
  await pick(other.accountNo)
  await page.getByRole('button', { name: '分派所选 2 户' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('加上标签').fill('冬季走访')
  await page.keyboard.press('Enter')
  await dialog.getByLabel('原因（记入审计）').fill('入冬前走访')
  await dialog.getByRole('button', { name: '分派' }).click()
  await page.getByText('已改 2 户，0 户原本如此').waitFor()

  await page.goto('/customers?tag=冬季走访')
  await page.getByRole('button', { name: '分派筛选出的全部 2 户' }).click()
  await dialog.getByLabel('加上标签').fill('冬季走访')
  await page.keyboard.press('Enter')
  await dialog.getByLabel('原因（记入审计）').fill('再来一次')
  await dialog.getByRole('button', { name: '分派' }).click()
  await page.getByText('已改 0 户，2 户原本如此').waitFor()
})

test('an export says what for, and is masked unless asked otherwise', async () => {
  const { accountNo } = await aCustomer()
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto(`/customers?search=${accountNo}`)
  await page.getByRole('button', { name: '导出' }).click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.getByRole('button', { name: '下载 CSV' }).isDisabled()).toBe(true)
  await dialog.getByLabel('用途（记入审计）').fill('核对台账')
  const href = await dialog.getByRole('link', { name: '下载 CSV' }).getAttribute('href')
  const csv = await (await page.request.get(href ?? '')).text()
  expect(csv).toContain(accountNo)
  expect(csv).not.toContain('赵示例')
  await dialog.getByLabel('完整内容').check()
  const full = await dialog.getByRole('link', { name: '下载 CSV' }).getAttribute('href')
  expect(await (await page.request.get(full ?? '')).text()).toContain('赵示例')
})

test('a field worker reads files, and is told why nothing else can be done', async () => {
  const { customerId } = await aCustomer()
  const page = await console.visit(console.own, { as: 'field-worker' })
  await page.goto(`/customers/${customerId}`)
  const reveal = page.getByRole('button', { name: '查看完整信息' })
  await reveal.waitFor()
  expect(await reveal.isDisabled()).toBe(true)
  expect(await page.getByRole('button', { name: '今日核实无误' }).isDisabled()).toBe(false)
  await page.getByText(/查看完整信息：需要/).waitFor()
  await page.goto('/customers')
  await page.getByRole('table').waitFor()
  expect(await page.getByRole('checkbox').count()).toBe(0)
})

test('a visit leads to the file of its customer, whose timeline shows the visit', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto('/records?kind=visit')
  await page.getByRole('table').getByRole('link').first().click()
  await page.getByRole('dialog').getByRole('link', { name: '客户档案' }).click()
  await page.getByRole('row', { name: '4101000001' }).getByRole('link').click()
  const entry = page.getByRole('listitem').filter({ hasText: '走访' })
  await entry.getByRole('link', { name: '查看记录' }).click()
  await page.getByRole('dialog').getByText('书香小区').waitFor()
})

test('a new file whose number is taken is refused at its field, and taken under another', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto('/customers/new')
  await page.getByLabel('户号').fill('4101000001')
  await page.getByLabel('户名').fill('孙示例')
  await page.getByLabel('管理单位').fill('官渡')
  await page.getByText('官渡供电所 · 供电所').click()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('本市已有此户号的档案').waitFor()
  const accountNo = newAccountNo()
  await page.getByLabel('户号').fill(accountNo)
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('heading', { name: '孙**' }).waitFor()
  await page.getByText(accountNo).first().waitFor()
})
