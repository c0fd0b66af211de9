import { describe, expect } from 'vitest'
import { aConsole, faultsOf, overhangOf, test } from './harness.ts'

const console = aConsole()

describe('a signal of the demonstration', () => {
  test('shows the curve of the household, the same as a table, the reason and the track record', async () => {
    const page = await console.visit(console.demo, { as: 'office' })
    await page.goto('/signals?ruleId=under-1-kwh&state=in-hand')
    await page.getByRole('table').getByRole('link').first().click()
    await page.getByRole('img', { name: /的逐月用电曲线$/ }).waitFor()
    await page.getByText(/^最近 \d+ 个抄表月每月都在用电，但都不足 1\.00 千瓦时/).waitFor()
    await page.getByText('规则的阈值线 1.00 千瓦时').waitFor()
    await page.getByText(/^67%（4\/6）$/).waitFor()
    const months = page.getByRole('region', { name: '逐月用电' }).locator('tbody tr')
    expect(await months.count()).toBeGreaterThanOrEqual(22)
    expect(await months.filter({ hasText: '未抄' }).count()).toBe(1)
    for (const width of [390, 1440, 1920, 720]) {
      await page.setViewportSize({ width, height: 900 })
      expect(await overhangOf(page), `${width} px`).toBe(0)
      expect(await faultsOf(page), `${width} px`).toEqual([])
    }
  })

  test('is dismissed by the keyboard with its reason, and rests', async () => {
    const page = await console.visit(console.demo, { as: 'office' })
    await page.goto('/signals?ruleId=vacant&state=open')
    await page.getByRole('table').getByRole('link').first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '排除', exact: true }).focus()
    await page.keyboard.press('Enter')
    const dialogue = page.getByRole('dialog')
    await dialogue.getByLabel('排除原因').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await dialogue.getByLabel('说明').fill('第二住所，邻居证实')
    await dialogue.getByLabel('说明').press('Tab')
    await page.keyboard.press('Tab')
    expect(await faultsOf(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByText('第二住所，邻居证实').waitFor()
    await page
      .getByText(/前不再提示同一情况$/)
      .first()
      .waitFor()
    const mayNot = page.getByText('转为需求或走访和排除、登记走访结果：线索当前为“已排除”')
    await mayNot
      .or(page.getByText(/线索当前为“已排除”/))
      .first()
      .waitFor()
  })
})
