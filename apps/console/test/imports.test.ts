import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { Download, Page } from 'playwright-core'
import { expect } from 'vitest'
import { aConsole, faultsOf, figures, test } from './harness.ts'
import { chooseOpinions, sendList } from './screens/administration.ts'

const console = aConsole()
const SHEET = 'xl/worksheets/sheet1.xml'

const LIST = [
  '2011年10月热线意见汇总表,,,,',
  '编号,内容,时间,受理单位,备注',
  'R1,希望多设缴费点,2011-10-15,,书香小区',
  'R2,停电太多,不是时间,,东风路',
  'R3,电表不准,2011/10/16,没有的供电所,东风路',
  'R4,夜里没有路灯,2011年10月17日,官渡供电所,西大街',
].join('\r\n')

async function contentOf(download: Download): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'nuandeng-download-'))
  try {
    const path = join(folder, 'list')
    await download.saveAs(path)
    return await readFile(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function pick(page: Page, label: string, option: string) {
  const field = page.getByLabel(label, { exact: true })
  await field.click()
  await page.locator('.ant-select-item-option', { hasText: option }).last().click()
}

test('a list with bad rows is tried, imported, and its refused rows are corrected and imported again', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto('/imports')
  await page.getByRole('button', { name: '导入清单' }).click()
  await sendList(page, LIST, '热线.csv')
  // The title above the header was seen; what has no field of ours is left to the person.
  await page.getByText('第 2 行：编号').first().waitFor()
  await page.getByText('未采用的列：备注').waitFor()
  // By the keyboard alone.
  await page.getByLabel('地点: 清单中的列').focus()
  await page.keyboard.type('备注')
  await page.keyboard.press('Enter')
  await page.getByText('→ 地点').waitFor()
  await page.getByRole('button', { name: '保存方案' }).click()
  const dialogue = page.getByRole('dialog')
  await dialogue.getByLabel('方案名称').fill('热线月报')
  expect(await faultsOf(page)).toEqual([])
  await dialogue.getByRole('button', { name: '保存' }).click()
  await dialogue.waitFor({ state: 'detached' })

  await page.getByRole('button', { name: '试导入' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('试导入完成：没有写入任何数据').waitFor()
  const tried = { 行数: '4', 将新增: '2', 将修改: '0', 不变: '0', 拒绝: '2' }
  expect(await figures(page)).toEqual(tried)
  const refused = page.getByRole('region', { name: '被拒绝的行' }).getByRole('row')
  expect(await refused.nth(1).textContent()).toContain('4时间看不懂的时间')
  expect(await refused.nth(2).textContent()).toContain('5受理单位')
  await page.getByRole('region', { name: '将写入的行' }).getByText('夜里没有路灯').waitFor()

  await page.getByRole('button', { name: '正式导入' }).click()
  await page.getByText('导入完成', { exact: true }).waitFor()
  expect(await figures(page)).toEqual({ 行数: '4', 新增: '2', 修改: '0', 不变: '0', 拒绝: '2' })
  expect(await faultsOf(page)).toEqual([])

  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载错误工作簿' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^errors-.*\.xlsx$/)
  const parts = unzipSync(await contentOf(download))
  const sheet = strFromU8(parts[SHEET] ?? new Uint8Array())
  const mended = sheet.replace('不是时间', '2011-10-16').replace('没有的供电所', '官渡供电所')
  expect(mended).not.toBe(sheet)

  await page.getByRole('button', { name: '导入另一份清单' }).click()
  await page.getByLabel('清单文件').setInputFiles({
    ...{ name: '更正.xlsx', mimeType: 'application/octet-stream' },
    buffer: Buffer.from(zipSync({ ...parts, [SHEET]: strToU8(mended) })),
  })
  await page.getByRole('button', { name: '上传并识别' }).click()
  // The saved columns come first: the workbook has the headings of the list.
  await page.getByText('热线月报（表头相同）').first().waitFor()
  await page.getByText('→ 地点').waitFor()
  await page.getByRole('button', { name: '试导入' }).click()
  await page.getByRole('button', { name: '正式导入' }).click()
  await page.getByText('导入完成', { exact: true }).waitFor()
  expect(await figures(page)).toEqual({ 行数: '2', 新增: '2', 修改: '0', 不变: '0', 拒绝: '0' })
  expect(await page.getByRole('link', { name: '下载错误工作簿' }).count()).toBe(0)
})

test('an import is stopped in the middle and goes on to its end', async () => {
  const total = 60_000
  const lines = Array.from({ length: total }, (_, i) => `L${i},第${i}条：希望多设一个缴费点`)
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto('/imports/new')
  await sendList(page, `编号,内容\n${lines.join('\n')}\n`, '大清单.csv')
  await page.getByRole('button', { name: '试导入' }).click()
  await page.getByRole('progressbar', { name: '进度' }).waitFor()
  await page.getByText('试导入完成').waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: '正式导入' }).click()
  await page.getByRole('heading', { name: '正式导入' }).waitFor()
  await page.getByRole('button', { name: '停止' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '停止' }).click()
  await page.getByText('已停止：之前导入的行已保存，可以继续').waitFor({ timeout: 60_000 })
  const { 行数: rows = '' } = await figures(page)
  expect(Number(rows.replaceAll(',', ''))).toBeLessThan(total)
  await page.getByRole('button', { name: '继续' }).click()
  await page.getByText('导入完成', { exact: true }).waitFor({ timeout: 60_000 })
  expect(await figures(page)).toMatchObject({ 行数: '60,000', 新增: '60,000', 拒绝: '0' })
}, 180_000)

test('what is no list is refused at its field, and another one can be chosen at once', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto('/imports/new')
  await chooseOpinions(page)
  const field = page.getByLabel('清单文件')
  const file = (text: string) => ({
    ...{ name: '清单.csv', mimeType: 'text/csv', buffer: Buffer.from(text) },
  })
  await field.setInputFiles(file('%PDF-1.7\n'))
  await page.getByRole('button', { name: '上传并识别' }).click()
  await page.getByText(/不是可以导入的清单：.*PDF/).waitFor()
  await field.setInputFiles(file('天气,气温\n晴,20\n'))
  await page.getByRole('button', { name: '上传并识别' }).click()
  await page.getByText('试导入：还没有选择必填的列：内容').waitFor()
  expect(await page.getByRole('button', { name: '试导入' }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: '删除清单' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '删除清单' }).click()
  await page.getByText('清单已删除').waitFor()
})

test('imports so far are filtered, the address keeps it, and each opens', async () => {
  const page = await console.visit(console.own, { as: 'office' })
  await page.goto('/imports/new')
  await sendList(page, '编号,内容\nH1,一\n', '记录.csv')
  await page.getByRole('button', { name: '试导入' }).click()
  await page.getByText('试导入完成').waitFor()
  await page.goto('/imports')
  const rows = page.getByRole('table').getByRole('row')
  await rows.filter({ hasText: '记录.csv' }).first().waitFor()
  await pick(page, '类型', '正式导入')
  await rows.filter({ hasText: '记录.csv' }).first().waitFor({ state: 'detached' })
  expect(new URL(page.url()).searchParams.get('kind')).toBe('import')
  await page.goto('/imports?kind=dry-run')
  await page.getByRole('link', { name: '记录.csv' }).first().click()
  await page.getByText('试导入完成').waitFor()
})

test('who may not import finds no way to it, and reads why', async () => {
  const page = await console.visit(console.own, { as: 'field-worker' })
  await page.goto('/imports')
  await page.getByText('您的角色不能使用此功能').waitFor()
  expect(await page.getByRole('link', { name: '导入', exact: true }).count()).toBe(0)
})
