import { addDays, shanghaiDate } from '@nuandeng/domain'
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
    // One that is planted, and the month that has only begun: of a few households its days are read.
    const isFirstOfMonth = shanghaiDate(new Date()).endsWith('-01')
    expect(await months.filter({ hasText: '未抄' }).count()).toBe(isFirstOfMonth ? 1 : 2)
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

describe('signals that tell who lives alone', () => {
  const QUEUE = '/signals?ruleId=alone-and-silent&withEnded=true'

  test('are shown in red, yellow and green, with the days, to an office that is a care officer too', async () => {
    const page = await console.visit(console.demo)
    await page.goto('/')
    await page.getByRole('row', { name: '活动办 + 关爱专员' }).getByRole('button').click()
    await page.getByRole('link', { name: '线索', exact: true }).waitFor()
    const colours = page.getByRole('table').locator('.colour')
    // The newest run is worked on while the demonstration is looked at already.
    await expect
      .poll(
        async () => {
          await page.goto(QUEUE)
          await colours.first().waitFor()
          return [...new Set(await colours.allTextContents())].toSorted()
        },
        { timeout: 60_000 },
      )
      .toEqual(['红', '绿', '黄'].toSorted())
    for (const width of [390, 1440, 1920, 720]) {
      await page.setViewportSize({ width, height: 900 })
      expect(await overhangOf(page), `${width} px`).toBe(0)
      expect(await faultsOf(page), `${width} px`).toEqual([])
    }
    await page.getByRole('row').filter({ hasText: '红' }).getByRole('link').first().click()
    await page.getByRole('img', { name: /的逐日用电曲线$/ }).waitFor()
    await page.getByText(/^已连续 6 个抄表日用电不超过/).waitFor()
    const days = page.getByRole('region', { name: '逐日用电' }).locator('tbody tr')
    expect(await days.filter({ hasText: '●' }).count()).toBe(6)
    for (const width of [390, 1440, 1920, 720]) {
      await page.setViewportSize({ width, height: 900 })
      expect(await overhangOf(page), `${width} px`).toBe(0)
      expect(await faultsOf(page), `${width} px`).toEqual([])
    }
    await page.getByRole('button', { name: '转为需求或走访' }).click()
    const dialogue = page.getByRole('dialog')
    const text = dialogue.getByLabel('需求内容')
    expect(await text.inputValue()).toBe('请上门看望，了解近况')
    await text.fill('独居老人几天没用电')
    await dialogue.getByLabel('下一步做什么').fill('上门')
    await dialogue.getByLabel('什么时候').fill(addDays(shanghaiDate(new Date()), 1))
    await dialogue.getByRole('button', { name: '保存' }).click()
    await dialogue.getByText('不要写独居等情况').last().waitFor()
  })

  test('are not there for an office that is not', async () => {
    const page = await console.visit(console.demo, { as: 'office' })
    await page.goto(QUEUE)
    await page.getByText('没有符合条件的线索').waitFor()
    await page.goto('/signal-overview')
    await page.getByRole('table').waitFor()
    expect(await page.getByText('独居用电静默').count()).toBe(0)
  })
})
