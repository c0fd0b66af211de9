import { randomUUID } from 'node:crypto'
import { createCustomerRoute, grantCareFlagRoute } from '@nuandeng/contract'
import { addDays, shanghaiDate } from '@nuandeng/domain'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { signIn } from './api.ts'
import { aConsole, test } from './harness.ts'

const console = aConsole()
const today = shanghaiDate(new Date())

/** A customer of this test alone. */
async function aCustomer(customerClass: 'A' | 'C2') {
  const { own } = console
  const office = await signIn(own.url, own.accounts.office)
  // Short enough to be a number in an address.
  const accountNo = `88${Date.now() % 10_000_000_000}`
  const customer = { customerId: randomUUID(), unitId: own.stationId, accountNo }
  await office(createCustomerRoute, { ...customer, name: '郑示例', customerClass })
  return customer
}

async function choose(page: Page, label: string, option: string) {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(label, { exact: true }).click()
  await page.locator('.ant-select-item-option', { hasText: option }).first().click()
}

test('a need is filed on a file, moved on, closed, and found in the list', async () => {
  const { customerId, accountNo } = await aCustomer('C2')
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto(`/customers/${customerId}`)
  await page.getByText('没有联络员').waitFor()
  await page.getByRole('button', { name: '提出需求' }).click()
  const dialog = page.getByRole('dialog')
  await choose(page, '事项', '线路隐患')
  await dialog.getByLabel('需求', { exact: true }).fill('表后线老化')
  await dialog.getByLabel('下一步做什么').fill('上门查看')
  await dialog.getByLabel('什么时候').fill(addDays(today, -1))
  await dialog.getByRole('button', { name: '提出需求' }).click()
  await dialog.getByText('不能早于今天').waitFor()
  await dialog.getByLabel('什么时候').fill(addDays(today, 3))
  await dialog.getByRole('button', { name: '提出需求' }).click()
  await page.getByText('上门查看').waitFor()

  await page.goto(`/needs?search=${accountNo}`)
  await page.getByRole('link', { name: '线路隐患' }).click()
  await page.getByRole('button', { name: '记录进展' }).click()
  await dialog.getByLabel('做了什么').fill('已查看，需换线')
  await dialog.getByLabel('下一步做什么').fill('换线')
  await dialog.getByLabel('什么时候').fill(addDays(today, 5))
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.getByText('已查看，需换线').waitFor()

  await page.getByRole('button', { name: '办结' }).click()
  await choose(page, '结果', '已解决')
  await dialog.getByLabel('结果说明').fill('换线 15 米')
  await dialog.getByRole('button', { name: '办结' }).click()
  await page.getByText(/记录进展、.*办结：已办结/).waitFor()
  expect(await page.getByRole('button', { name: '记录进展' }).isDisabled()).toBe(true)
  expect(await page.getByRole('main').getByText('换线 15 米').count()).toBeGreaterThan(0)
})

test('a hazard of a key customer is due until it is gone', async () => {
  const { customerId } = await aCustomer('A')
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto(`/customers/${customerId}`)
  await page.getByRole('button', { name: '登记隐患' }).click()
  const dialog = page.getByRole('dialog')
  const text = `自备电源故障 ${customerId.slice(0, 8)}`
  await dialog.getByLabel('隐患内容').fill(text)
  await dialog.getByLabel('整改期限').fill(addDays(today, 2))
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.getByRole('row').filter({ hasText: text }).waitFor()

  await page.goto('/due?kind=hazard')
  await page.getByRole('row').filter({ hasText: text }).getByRole('link').click()
  await page.getByRole('button', { name: `已消除 ${text}` }).click()
  await dialog.getByLabel('怎样消除的').fill('更换蓄电池')
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.getByText(/日 消除$/).waitFor()
  await page.goto('/due?kind=hazard')
  await page.getByRole('heading', { name: '检查周期' }).waitFor()
  expect(await page.getByText(text).count()).toBe(0)
})

test('an inspection that is noted moves the next one by the cycle', async () => {
  const { customerId } = await aCustomer('A')
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto(`/customers/${customerId}`)
  await page.getByText('从未检查').waitFor()
  await page.getByRole('button', { name: '登记检查或演练' }).click()
  await choose(page, '事项', '用电检查')
  await page.getByRole('dialog').getByLabel('情况').fill('设备正常')
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await page.getByRole('listitem').getByText('设备正常').waitFor()
  await page.getByText('从未检查').waitFor({ state: 'detached' })
})

test('the board shows an officer, who gets customers by a rule, goes away and comes back', async () => {
  const { own } = console
  await aCustomer('C2')
  const page = await console.visit(own, { as: 'office' })
  await page.goto('/liaison')
  const officer = page.getByRole('row', { name: '测试liaison-officer' })
  await officer.waitFor()
  await page.getByRole('button', { name: '新增规则' }).click()
  await choose(page, '联络员', '测试liaison-officer')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await page.getByText('全部客户').waitFor()
  await page.getByRole('button', { name: '分派空缺' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '分派', exact: true }).click()
  await page.getByText(/已分派 \d+ 户/).waitFor()

  await officer.getByRole('button', { name: /登记休假/ }).click()
  await page.getByRole('dialog').getByLabel('到（含）').fill(addDays(today, 4))
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await officer.getByText('没有替班').waitFor()
  await officer.getByRole('button', { name: /已返岗/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: '已返岗' }).click()
  await officer.getByText('在岗').waitFor()
})

test('care flags are shown to a care officer alone, after it was said what for', async () => {
  const { customerId } = await aCustomer('C2')
  const office = await console.visit(console.own, { as: 'office' })
  await office.goto(`/customers/${customerId}`)
  await office.getByRole('heading', { name: '大事记' }).waitFor()
  expect(await office.getByText('关爱').count()).toBe(0)

  const page = await console.visit(console.own, { as: 'care-officer' })
  await page.goto(`/care/${customerId}`)
  await page.getByRole('button', { name: '登记关爱标识' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('照常用电，不受影响').waitFor()
  await choose(page, '类别', '独居')
  await dialog.getByLabel('来源').fill('走访登记')
  await choose(page, '同意方式', '口头')
  await dialog.getByRole('button', { name: '保存' }).click()
  await dialog.getByText('请填写见证人').waitFor()
  await dialog.getByLabel('见证人').fill('村会计示例')
  await dialog.getByRole('button', { name: '保存' }).click()
  await dialog.waitFor({ state: 'hidden' })

  expect(await page.getByText('独居').count()).toBe(0)
  await page.getByLabel('用途（记入审计）').fill('入户关怀')
  await page.getByRole('button', { name: '查看关爱信息' }).click()
  await page.getByText(/口头同意（文本 2011-1），见证人村会计示例/).waitFor()

  await page.getByText('没有同意用电关爱').waitFor()
  await page.getByRole('button', { name: '登记用电关爱的同意' }).click()
  await dialog.getByText('每天的用电量能看出您在不在家').waitFor()
  await choose(page, '同意方式', '书面')
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.getByText(/书面同意（文本 watch-2011-1）.*有效至/).waitFor()
  await page.getByRole('button', { name: '撤回用电关爱' }).click()
  await choose(page, '删除原因', '撤回同意')
  await dialog.getByRole('button', { name: '撤回用电关爱' }).click()
  await page.getByText('没有同意用电关爱').waitFor()
  await page.getByText(/口头同意（文本 2011-1）/).waitFor()

  await page.getByRole('button', { name: '下载复制件' }).click()
  await dialog.getByLabel('索取人').fill('郑示例')
  await dialog.getByLabel('怎样核对身份').fill('当面核对身份证')
  const saved = page.waitForEvent('download')
  await dialog.getByRole('button', { name: '下载复制件' }).click()
  expect((await saved).suggestedFilename()).toBe('关爱信息复制件.html')

  await page.getByRole('button', { name: '删除 独居' }).click()
  await choose(page, '删除原因', '撤回同意')
  await dialog.getByRole('button', { name: '删除' }).click()
  await page.getByText('没有登记关爱标识').waitFor()
})

test('a customer who withdraws everything is answered, and everybody who looked is listed', async () => {
  const { customerId } = await aCustomer('C2')
  const page = await console.visit(console.own, { as: 'care-officer' })
  const care = await signIn(console.own.url, console.own.accounts['care-officer'])
  await care(grantCareFlagRoute, {
    ...{ customerId, flagId: randomUUID(), kind: 'disabled', source: '走访登记' },
    consent: { textVersion: '2011-1', channel: 'written', givenBy: 'self', givenOn: today },
    expiresOn: addDays(today, 90),
  })
  await page.goto(`/care/${customerId}`)
  await page.getByRole('button', { name: '登记请求' }).click()
  const dialog = page.getByRole('dialog')
  await choose(page, '请求', '撤回全部同意')
  await dialog.getByLabel('索取人').fill('郑示例')
  await dialog.getByLabel('怎样核对身份').fill('当面核对身份证')
  await dialog.getByLabel('客户的要求').fill('不再登记')
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.getByRole('button', { name: /^答复 撤回全部同意/ }).click()
  await choose(page, '结果', '不予办理')
  await dialog.getByRole('button', { name: '答复' }).click()
  await dialog.getByText('请填写答复说明').waitFor()
  await choose(page, '结果', '已办理')
  await dialog.getByRole('button', { name: '答复' }).click()
  await page.getByRole('row').filter({ hasText: '撤回全部同意' }).getByText('已办理').waitFor()

  await page.getByLabel('用途（记入审计）').fill('核对撤回')
  await page.getByRole('button', { name: '查看关爱信息' }).click()
  await page.getByText('没有登记关爱标识').waitFor()
  await page.getByRole('button', { name: '查看留痕' }).click()
  for (const words of [
    '查看了关爱信息，原因：核对撤回',
    '办结了个人信息请求',
    '受理了个人信息请求',
  ])
    await page.getByText(words).waitFor()
})

test('care flags of a unit are counted by kind on request', async () => {
  const page = await console.visit(console.own, { as: 'care-officer' })
  await page.goto(`/care?unitId=${console.own.stationId}`)
  await page.getByRole('button', { name: '统计' }).click()
  const alone = page.locator('dl.summary > div').filter({ hasText: '独居' })
  await alone.waitFor()
  expect(Number(await alone.locator('dd').textContent())).toBeGreaterThan(0)
})

test('the demonstration has an officer away with a substitute, overdue needs, and work that is due', async () => {
  const page = await console.visit(console.demo, { as: 'office' })
  await page.goto('/needs?isOverdue=true')
  await page.getByRole('table').getByText('已超期').first().waitFor()
  await page.goto('/needs?state=closed')
  await page.getByRole('table').getByText('已解决').first().waitFor()
  await page.goto('/due?state=overdue&kind=drill')
  await page.getByRole('table').getByText('应急演练').first().waitFor()
  await page.goto('/liaison')
  await page.getByText('替班：联络员示例三').waitFor()
})
