import { randomUUID } from 'node:crypto'
import { acceptRequestRoute, getMeRoute, type SentOf } from '@nuandeng/contract'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { signIn } from './api.ts'
import { aConsole, test } from './harness.ts'

const console = aConsole()

/** A request that the field worker took in and owns. */
async function aRequest(
  request: Pick<SentOf<typeof acceptRequestRoute>, 'kind' | 'subkind' | 'acceptedAt'>,
) {
  const worker = await signIn(console.own.url, console.own.accounts['field-worker'])
  const { unit } = await worker(getMeRoute, {})
  const accountNo = randomUUID().slice(0, 12)
  const { requestId, number } = await worker(acceptRequestRoute, {
    ...{ requestId: randomUUID(), unitId: unit.unitId, channel: 'counter', accountNo },
    ...{ content: '跑了三趟', isMine: true, ...request },
  })
  return { requestId, number, accountNo }
}

/** The cells of a promise in the table of clocks. */
const clock = (page: Page, title: string) =>
  page.getByRole('table').getByRole('row').filter({ hasText: title }).getByRole('cell')

const send = (page: Page, name: string) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true }).click()

test('a complaint is taken in by keyboard, worked, and its promise is kept', async () => {
  const page = await console.visit(console.own, { as: 'field-worker' })
  await page.goto('/intake')
  await page.locator('input[value="fault"]:focus').waitFor({ state: 'attached' })
  await page.keyboard.press('ArrowRight')
  // Its kinds stand there once the kind has changed.
  await page.locator('input[value="complaint"]:checked').waitFor({ state: 'attached' })
  await page.locator('input[value="construction"]').waitFor({ state: 'attached' })
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.getByText('投诉联系客户').waitFor()
  await page.getByLabel('诉求内容').fill('窗口让我跑了三趟')
  await page.getByLabel('由我办理').check()
  await page.getByLabel('诉求内容').press('Control+Enter')
  await page.getByText(/^已受理 \d{6}-/).waitFor()
  await page.locator('input[value="fault"]:focus').waitFor({ state: 'attached' })
  await page.getByRole('link', { name: '查看工单' }).click()

  await page.getByRole('heading', { name: /投诉 · 服务/ }).waitFor()
  expect(await clock(page, '投诉联系客户').nth(3).textContent()).toBe('在走')
  await page.getByRole('button', { name: '登记环节 联系客户' }).click()
  await send(page, '联系客户')
  await clock(page, '投诉联系客户').getByText('兑现', { exact: true }).waitFor()
  expect(await clock(page, '投诉答复处理意见').nth(3).textContent()).toBe('在走')
  await page.getByRole('button', { name: '登记环节 答复处理意见' }).click()
  await send(page, '答复处理意见')
  await page.getByRole('main').getByText('已办结').first().waitFor()
})

test('an attempt is no contact: the clock goes on', async () => {
  const page = await console.visit(console.own, { as: 'field-worker' })
  const { requestId } = await aRequest({ kind: 'complaint', subkind: 'service' })
  await page.goto(`/requests/${requestId}`)
  await page.getByRole('button', { name: '登记环节 联系客户' }).click()
  await page
    .getByRole('dialog')
    .getByLabel(/尝试联系未果/)
    .check()
  await send(page, '联系客户')
  await page.getByText('尝试联系未果', { exact: true }).waitFor()
  expect(await clock(page, '投诉联系客户').nth(3).textContent()).toBe('在走')
})

test('asking again is counted and moves no deadline', async () => {
  const page = await console.visit(console.own, { as: 'field-worker' })
  const { requestId } = await aRequest({ kind: 'complaint', subkind: 'service' })
  await page.goto(`/requests/${requestId}`)
  await clock(page, '投诉联系客户').first().waitFor()
  const times = async () => (await clock(page, '投诉联系客户').allTextContents()).slice(0, 2)
  const before = await times()
  await page.getByRole('button', { name: '登记催办' }).click()
  await page.getByRole('dialog').getByLabel('诉求内容').fill('怎么还没人联系我')
  await send(page, '登记催办')
  await page.getByText('催办 1 次').waitFor()
  await page.getByText('催办（第 1 次）：怎么还没人联系我').waitFor()
  expect(await times()).toEqual(before)
})

test("a pause for the customer's papers stops the clock of a new supply, and going on starts it again", async () => {
  const page = await console.visit(console.own, { as: 'field-worker' })
  const { requestId } = await aRequest({ kind: 'new-supply', subkind: 'low-voltage' })
  await page.goto(`/requests/${requestId}`)
  const due = clock(page, '获得电力').nth(1)
  await due.waitFor()
  const before = await due.textContent()
  await page.getByRole('button', { name: '暂停', exact: true }).click()
  await page.getByRole('dialog').getByLabel('原因').click()
  await page.getByTitle('等客户补充材料').click()
  await send(page, '暂停')
  await due.getByText('已暂停').waitFor()
  await page.getByRole('button', { name: '恢复', exact: true }).click()
  await send(page, '恢复')
  await due.getByText(/\d{4}/).waitFor()
  expect(await due.textContent()).toBe(before)
})

test('what the state or the role does not allow is in sight, and says why', async () => {
  const page = await console.visit(console.own, { as: 'field-worker' })
  const { requestId } = await aRequest({ kind: 'complaint', subkind: 'service' })
  await page.goto(`/requests/${requestId}`)
  const close = page.getByRole('button', { name: '归档' })
  await close.waitFor()
  expect(await close.isDisabled()).toBe(true)
  await page.getByText(/派工、转派和归档：需要.*角色/).waitFor()
  await page.getByText('登记回访：工单当前状态不允许').waitFor()
})

test('an open request of the same customer is shown before one more is made', async () => {
  const page = await console.visit(console.own, { as: 'field-worker' })
  const { accountNo, number } = await aRequest({ kind: 'fault', subkind: 'normal' })
  await page.goto('/intake')
  await page.getByLabel('户号').fill(accountNo)
  await page.getByRole('link', { name: number }).waitFor()
  await page.getByText(/宜登记催办/).waitFor()
})

test('a corrected time leaves the old one and both verdicts in sight', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  const complaint = { kind: 'complaint', subkind: 'service' } as const
  const { requestId } = await aRequest({ ...complaint, acceptedAt: hoursAgo(30).toISOString() })
  await page.goto(`/requests/${requestId}`)
  await page.getByRole('button', { name: '登记环节 联系客户' }).click()
  await send(page, '联系客户')
  const verdicts = clock(page, '投诉联系客户')
  await verdicts.nth(4).getByText('未兑现 · 联系客户').waitFor()

  const correctTo = async (at: Date) => {
    await page.getByRole('dialog').getByLabel('更正后的时间').fill(inChina(at))
    await send(page, '更正')
  }
  await page.getByRole('button', { name: /^更正/ }).click()
  await page.getByRole('dialog').getByLabel('原因').fill('录音核对')
  await correctTo(hoursAgo(40))
  await page.getByRole('dialog').getByText('早于必须先发生的事').waitFor()
  await correctTo(hoursAgo(20))
  await verdicts.nth(4).getByText('兑现 · 更正').waitFor()
  await verdicts.nth(4).getByText('未兑现 · 联系客户').waitFor()
  await page.getByText('已更正', { exact: true }).waitFor()
})

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)

/** As a field for a time takes it. */
const inChina = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16)

test('the board leads from the province to a city and its counties', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto('/supervision')
  await page.getByRole('link', { name: '郑州供电公司' }).click()
  await page.getByRole('link', { name: '中牟县供电公司' }).waitFor()
  await page.getByRole('rowheader', { name: '郑州供电公司（本级）' }).waitFor()
  await page.goBack()
  const urgent = page.getByRole('region', { name: '需要处理的时限' })
  await urgent.getByText('测试field-worker').first().waitFor()
  await urgent.getByRole('link').first().click()
  await page.getByRole('heading', { name: '承诺时限' }).waitFor()
})

test('what differs between two editions is marked, and the rest can be left out', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto('/editions')
  const urban = page.getByRole('row').filter({ hasText: '到达现场：城区' })
  await urban.getByText('每件不超过').waitFor()
  await urban.getByText('出处 2011 年十项承诺问答页（J11） · 2-urban').waitFor()
  await page.getByText('日期为已找到的首次公开日期').waitFor()
  expect(await urban.locator('mark').allTextContents()).toEqual(['每件不超过', '平均不超过'])
  await page.getByRole('row').filter({ hasText: '计费电能表校验' }).waitFor()
  await page.getByLabel('只看不同').check()
  await page.getByRole('row').filter({ hasText: '计费电能表校验' }).waitFor({ state: 'detached' })
  await urban.waitFor()
})

test('a customer picked from the files fills in account and area, and the limit follows', async () => {
  const page = await console.visit(console.own, { as: 'field-worker' })
  await page.goto('/intake')
  await page.getByText('按最严时限').first().waitFor()
  await page.getByLabel('客户档案').fill('4101000001')
  await page.getByTitle(/^4101000001/).click()
  await page.locator('input[value="rural"]:checked').waitFor({ state: 'attached' })
  expect(await page.getByLabel('户号').inputValue()).toBe('4101000001')
  await page.getByText('按最严时限').waitFor({ state: 'detached' })
})
