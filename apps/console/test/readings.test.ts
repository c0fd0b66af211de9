import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { aConsole, faultsOf, figures, overhangOf, test } from './harness.ts'
import { nuandeng } from './nuandeng.ts'
import { setUpInstallation } from './stage.ts'

const console = aConsole()

/** Months of three of the four customers; one line in forty names an account that nobody knows. */
function aFile() {
  const lines = []
  for (let i = 0; i < 20; i++) {
    const month = `${2024 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`
    for (const tail of [1, 2, 3]) lines.push(`410100000${tail},${month},${10 + i * tail}.5`)
  }
  return `户号,月份,电量\n${lines.join('\n')}\n9999999999,2025-08,3\n`
}

/** An installation with the readings of a file, which came in by the command line beside its server. */
async function aServerWithReadings() {
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-readings-'))
  const closing: (() => unknown)[] = []
  onTestFinished(async () => {
    for (const close of closing) await close()
    rmSync(folder, { recursive: true, force: true })
  })
  const stage = await setUpInstallation(folder, closing, [])
  const file = join(folder, '营销系统月电量.csv')
  writeFileSync(file, aFile())
  // It ends with 1: a line was refused.
  await expect(nuandeng(folder, 'readings', 'import', file)).rejects.toMatchObject({ code: 1 })
  return stage
}

test('an office sees how far readings cover, which files count, and what was refused', async () => {
  const page = await console.visit(await aServerWithReadings(), { as: 'office' })
  await page.goto('/readings')
  const coverage = page.getByRole('region', { name: '抄表覆盖率' })
  await coverage.getByRole('row', { name: /2025-08 4 3 75 %/ }).waitFor()
  await page.getByRole('img', { name: /各月有读数的客户占比/ }).waitFor()
  await page.getByRole('link', { name: '郑州供电公司' }).click()
  await page.getByRole('heading', { name: '郑州供电公司：抄表覆盖率' }).waitFor()
  await page.mouse.move(0, 0)
  expect(await page.getByText('有效').count()).toBe(20)
  for (const width of [390, 1440, 1920]) {
    await page.setViewportSize({ width, height: 900 })
    expect(await overhangOf(page), `${width} px`).toBe(0)
    expect(await faultsOf(page), `${width} px`).toEqual([])
  }
  await page.getByRole('link', { name: '1 行' }).click()
  await page.getByRole('row', { name: /营销系统月电量\.csv 62 .*9999999999,2025-08,3/ }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 900 })
  expect(await overhangOf(page)).toBe(0)
})

const SENT = [
  '用电清单',
  '客户,年月,用电',
  '4101000001,2025-09,20.5',
  '4101000002,2025-09,未抄',
  '4101000003,2025-09,31',
  '4101000004,2025-09,7',
  ...Array.from(
    { length: 30 },
    (_, i) => `4101000004,2024-${String((i % 12) + 1).padStart(2, '0')},8`,
  ),
  '4101000001,2025-10,-5',
].join('\n')

async function send(page: Page, text: string, name: string) {
  await page.getByLabel('清单文件').setInputFiles({
    ...{ name, mimeType: 'text/csv', buffer: Buffer.from(text) },
  })
  await page.getByRole('button', { name: '上传并识别' }).click()
}

async function assign(page: Page, field: string, heading: string) {
  await page.getByLabel(`${field}: 清单中的列`).focus()
  await page.keyboard.type(heading)
  await page.keyboard.press('Enter')
  await page.getByText(`→ ${field}`).waitFor()
}

async function isWellAt(page: Page, widths: readonly number[] = [390, 1920, 1440]) {
  await page.mouse.move(0, 0)
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    expect(await overhangOf(page), `${width} px`).toBe(0)
    expect(await faultsOf(page), `${width} px`).toEqual([])
  }
}

test('an office sends a file of readings, names its columns, tries it and imports it', async () => {
  const page = await console.visit(await aServerWithReadings(), { as: 'office' })
  await page.goto('/readings')
  await page.getByRole('button', { name: '导入抄表数据' }).click()
  await send(page, '%PDF-1.7', '月电量.csv')
  await page.getByText(/不是可以导入的清单：.*PDF/).waitFor()
  await send(page, SENT, '月电量.csv')
  await page.getByText('第 2 行：客户').first().waitFor()
  await assign(page, '户号', '客户')
  await assign(page, '电量', '用电')
  await isWellAt(page)
  await page.getByRole('button', { name: '保存方案' }).click()
  await page.getByRole('dialog').getByLabel('方案名称').fill('营销月电量')
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await page.getByText('方案已保存').waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await page.getByRole('button', { name: '试导入' }).click()
  await page.getByText('试导入完成：没有写入任何数据').waitFor()
  // Twelve months of one account came two or three times: the same again counts once.
  const tried = { 行数: '35', 将导入: '15', 不变: '18', 未抄: '1', 拒绝: '1' }
  expect(await figures(page)).toEqual(tried)
  await page.getByRole('row', { name: /37 整行 电量为负/ }).waitFor()
  await page.getByRole('row', { name: /2025-09 410100 3 3 0/ }).waitFor()
  await isWellAt(page)
  await page.getByRole('button', { name: '正式导入' }).click()
  await page.getByText('导入完成', { exact: true }).waitFor()
  expect(await figures(page)).toEqual({ 行数: '35', 导入: '15', 不变: '18', 未抄: '1', 拒绝: '1' })
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载拒收行（CSV）' }).click()
  expect((await downloading).suggestedFilename()).toMatch(/^errors-.*\.csv$/)
  await page.getByRole('button', { name: '抄表数据' }).click()
  await page.getByRole('row', { name: /2025-09 .* 月电量\.csv/ }).waitFor()
  await isWellAt(page)
})
