import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { aConsole, faultsOf, overhangOf, test } from './harness.ts'
import { nuandeng, startNuandeng } from './nuandeng.ts'
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

/** An installation whose readings came in by the command line, as long as no server held its folder. */
async function aServerWithReadings() {
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-readings-'))
  const closing: (() => unknown)[] = []
  onTestFinished(async () => {
    for (const close of closing) await close()
    rmSync(folder, { recursive: true, force: true })
  })
  const stage = await setUpInstallation(folder, closing, [])
  await closing.pop()?.()
  const file = join(folder, '营销系统月电量.csv')
  writeFileSync(file, aFile())
  // It ends with 1: a line was refused.
  await expect(nuandeng(folder, 'readings', 'import', file)).rejects.toMatchObject({ code: 1 })
  const { url, stop } = await startNuandeng(folder, ['serve', '--port', '0'])
  closing.push(stop)
  return { ...stage, url }
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
