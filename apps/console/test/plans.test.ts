import { expect } from 'vitest'
import { aConsole, test } from './harness.ts'

const console = aConsole()

test('a plan is written, filed, sent back with a reason, filed again and approved', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto(`/campaigns/${console.own.campaignId}/plans`)
  await page.getByRole('table').getByRole('link', { name: '郑州供电公司', exact: true }).click()
  await page.getByText('您正在代郑州供电公司填报').waitFor()
  const file = async () => {
    await page.getByRole('button', { name: /^上\s*报$/ }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /上\s*报/ })
      .click()
    await page.getByText('待审批').first().waitFor()
  }
  // Nothing in it: the server's refusal stands in words, and the plan stays a draft.
  await page.getByRole('button', { name: /^上\s*报$/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /上\s*报/ })
    .click()
  await page.getByText('方案至少要有一个目标或一场活动').waitFor()

  await page.getByLabel('出动人员（人）').fill('324')
  await file()
  const history = page.locator('section', { has: page.getByRole('heading', { name: '办理经过' }) })
  await page.getByRole('button', { name: /退\s*回/ }).click()
  await page.getByLabel('退回意见（填报单位会看到）').fill('请补充意见征集目标')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /退\s*回/ })
    .click()
  await page.getByText('上级退回：请补充意见征集目标').waitFor()

  await page.getByLabel('收集意见及建议（条）').fill('216')
  await file()
  await page.getByRole('button', { name: /批\s*准/ }).click()
  await page.getByText('已批准').first().waitFor()
  const steps = ['上报', '退回', '上报', '批准'].map((step) => expect.stringMatching(`^${step}`))
  await expect.poll(() => history.getByRole('listitem').allTextContents()).toEqual(steps)
  expect(await history.getByText('请补充意见征集目标').isVisible()).toBe(true)
  expect(await page.getByRole('cell', { name: '216', exact: true }).isVisible()).toBe(true)
})
