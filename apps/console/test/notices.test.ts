import { randomUUID } from 'node:crypto'
import {
  acceptRequestRoute,
  followArrearsRoute,
  getMeRoute,
  openArrearsRoute,
} from '@nuandeng/contract'
import { addDays, shanghaiDate } from '@nuandeng/domain'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { signIn } from './api.ts'
import { aConsole, faultsOf, test } from './harness.ts'

const console = aConsole()

/** As a field for a time takes it. */
const inChina = (hours: number) =>
  new Date(Date.now() + (8 + hours) * 3_600_000).toISOString().slice(0, 16)
const dayInChina = (days: number) => inChina(24 * days).slice(0, 10)

const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name })
const send = (page: Page, name: string) =>
  dialog(page, name).getByRole('button', { name, exact: true }).click()

test('an outage that is announced in time is kept, and one planned too late says so', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto('/outages')
  const plan = async (area: string, days: number) => {
    await page.getByRole('button', { name: '登记停电计划' }).click()
    const form = dialog(page, '登记停电计划')
    await form.getByLabel('开始时间').fill(inChina(24 * days))
    await form.getByLabel('结束时间').fill(inChina(24 * days + 2))
    await form.getByLabel('停电范围').fill(area)
    await form.getByLabel('线路设备').fill('10 千伏示例线')
    await form.getByLabel('停电原因').fill('检修')
    await send(page, '登记停电计划')
    return page.getByRole('row').filter({ hasText: area })
  }
  const [early, late] = [`东街${randomUUID()}`, `西街${randomUUID()}`]
  const row = await plan(late, 3)
  await row.getByText('公告已来不及，请改期').waitFor()
  const announced = await plan(early, 9)
  await announced.getByText(/距最晚公告还剩 1\s*天/).waitFor()
  await announced.getByRole('button', { name: early }).click()
  await page.getByRole('button', { name: '登记公告' }).click()
  await dialog(page, '登记公告').getByLabel('发布渠道').click()
  await page.getByTitle('公告栏').click()
  await dialog(page, '登记公告').getByLabel(/^凭证/).fill('照片 3 号')
  await send(page, '登记公告')
  await dialog(page, early).getByText('公告栏：照片 3 号').waitFor()
  await announced.getByText('兑现', { exact: true }).last().waitFor()
  const drawer = dialog(page, early)
  await drawer.getByText('供电服务“十项承诺”（2023年公示文本）', { exact: true }).waitFor()
  await drawer.getByText(/^供电监管底线（2009） · 至少提前 7 日/).waitFor()
  // The first notice counts: there is no second one to take down.
  expect(await drawer.getByRole('button', { name: '登记公告' }).count()).toBe(0)

  await drawer.getByRole('button', { name: '改期' }).press('Enter')
  await dialog(page, '改期').waitFor()
  await page.keyboard.press('Escape')
  await dialog(page, '改期').waitFor({ state: 'detached' })
  expect(await page.locator(':focus').textContent()).toBe('改期')
})

test('nobody is cut off before approval, a delivered notice and its time; a payment ends it', async () => {
  const worker = await signIn(console.own.url, console.own.accounts['field-worker'])
  const { unit } = await worker(getMeRoute, {})
  const [caseId, accountNo] = [randomUUID(), randomUUID().slice(0, 12)]
  await worker(openArrearsRoute, {
    ...{ caseId, unitId: unit.unitId, accountNo, amountFen: 5000, isImportant: false, guards: [] },
    overdueSince: addDays(shanghaiDate(new Date()), -40),
  })
  await worker(followArrearsRoute, { caseId, what: 'urge' })
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto(`/arrears?caseId=${caseId}`)
  const drawer = dialog(page, `户号 ${accountNo}`)
  const act = (name: string) => drawer.getByRole('button', { name, exact: true }).click()
  await act('审批停电')
  await send(page, '审批停电')
  await act('登记送达')
  await dialog(page, '登记送达').getByLabel('送达凭证').click()
  await page.getByTitle('签收').click()
  await dialog(page, '登记送达').getByLabel('凭证编号或说明').fill('签收单 7 号')
  await send(page, '登记送达')
  await drawer.getByText('签收：签收单 7 号').waitFor()
  await act('停电前提醒')
  await send(page, '停电前提醒')
  await drawer.getByText(/^停电：送达后的通知期未满/).waitFor()
  expect(await drawer.getByRole('button', { name: '停电', exact: true }).isDisabled()).toBe(true)
  await act('登记缴费')
  await dialog(page, '登记缴费').getByLabel('缴费金额（元）').fill('0.01')
  await send(page, '登记缴费')
  await drawer.getByText('已缴费，流程中止').waitFor()
})

test('a closure stands in the year, and says when the deadlines follow it', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  const day = dayInChina(3)
  await page.goto(`/calendar?year=${day.slice(0, 4)}`)
  await page.getByRole('button', { name: '登记停业' }).click()
  const form = dialog(page, '登记停业')
  await form.getByLabel('第一天').fill(day)
  await form.getByLabel('最后一天').fill(day)
  const reason = `汛期停业 ${randomUUID()}`
  await form.getByLabel('原因').fill(reason)
  await send(page, '登记停业')
  const row = page.getByRole('row').filter({ hasText: reason })
  await row.waitFor()
  await row.getByRole('button', { name: /^撤销/ }).click()
  await dialog(page, '撤销').getByLabel('原因').fill('水退')
  await send(page, '撤销')
  await row.getByText('已撤销').waitFor()
})

test('a new supply is told once, promised by contract, and let into the green channel by another', async () => {
  const worker = await signIn(console.own.url, console.own.accounts['field-worker'])
  const { unit } = await worker(getMeRoute, {})
  const requestId = randomUUID()
  await worker(acceptRequestRoute, {
    ...{ requestId, unitId: unit.unitId, kind: 'new-supply', subkind: 'low-voltage' },
    ...{ channel: 'counter', content: '抗旱机井新装', isMine: true },
  })
  const page = await console.visit(console.own, { as: 'field-worker' })
  await page.goto(`/requests/${requestId}`)
  const file = page.getByRole('region', { name: '报装服务' })
  const act = (name: string) => file.getByRole('button', { name, exact: true }).click()
  await act('登记一次性告知')
  await dialog(page, '登记一次性告知').getByLabel('其他材料').fill('打井批文')
  await send(page, '登记一次性告知')
  await file.getByRole('listitem').filter({ hasText: '打井批文' }).waitFor()
  await file.getByRole('listitem').filter({ hasText: '身份证明' }).waitFor()
  await act('申请绿色通道')
  const asked = dialog(page, '申请绿色通道')
  await asked.getByLabel('准入条件').click()
  await page.getByTitle('抗旱灌溉').click()
  await asked.getByLabel('说明').fill('三日内要用水')
  await asked.getByLabel('供电方案答复（工作日）').fill('1')
  await send(page, '申请绿色通道')
  await file.getByText('待上级同意').waitFor()
  expect(await file.getByRole('button', { name: '同意进入' }).isDisabled()).toBe(true)
  await act('签订服务契约')
  const contract = dialog(page, '签订服务契约')
  await contract.getByLabel('约定送电日').fill(dayInChina(20))
  await contract.getByLabel('逾期责任').fill('扣绩效 2 分')
  await send(page, '签订服务契约')
  await file.getByText('扣绩效 2 分').waitFor()

  const office = await console.visit(console.own, { as: 'office' })
  await office.goto(`/requests/${requestId}`)
  await office.getByRole('button', { name: '同意进入' }).click()
  await send(office, '同意进入')
  await office.getByText(/^同意：/).waitFor()
})

test('service in a park is published at once, and cancelled with its reason for everybody', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto('/mobile-services')
  await page.getByRole('button', { name: '安排流动服务' }).click()
  const form = dialog(page, '安排流动服务')
  const place = `产业集聚区 ${randomUUID().slice(0, 8)}`
  const day = dayInChina(4)
  await form.getByLabel('地点', { exact: true }).fill(place)
  await form.getByLabel('开始时间').fill(`${day}T09:00`)
  await form.getByLabel('结束时间').fill(`${day}T11:00`)
  await form.getByLabel('服务队伍').fill('雷锋服务队')
  await send(page, '安排流动服务')
  const row = page.getByRole('row').filter({ hasText: place })
  await row.getByText('0 件').waitFor()
  const anybody = await console.visit(console.own)
  await anybody.goto('/mobile')
  const shown = anybody.getByRole('row').filter({ hasText: place })
  await shown.getByText(`${day} 09:00–11:00`).waitFor()
  expect(await faultsOf(anybody)).toEqual([])
  await row.getByRole('button', { name: /^取消/ }).click()
  await dialog(page, '取消安排').getByLabel('取消原因').fill('暴雨')
  await send(page, '取消安排')
  await row.getByText('已取消：暴雨').waitFor()
  await anybody.reload()
  await shown.getByText('暴雨').waitFor()
})
