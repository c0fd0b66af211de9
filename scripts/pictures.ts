// Takes the pictures of the README from a demonstration of its own, once its day is over.
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { launchBrowser, lendFont } from '../apps/console/test/browser.ts'
import { startDemonstration } from '../apps/console/test/stage.ts'

const TO = join(import.meta.dirname, '../docs/pictures')

const PICTURES = [
  { name: 'wall', path: '/wall', width: 1920, height: 1080, ready: '最新记录' },
  { name: 'day', path: '/day', width: 1440, height: 900, ready: '数据表' },
  { name: 'phone', path: '/day', width: 390, height: 844, ready: '数据表' },
]

const folder = mkdtempSync(join(tmpdir(), 'nuandeng-pictures-'))
const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
try {
  const { url, accounts } = await startDemonstration(folder, closing, {
    minutes: 0,
    until: /The day is over/,
  })
  const browser = await launchBrowser()
  closing.push(() => browser.close())
  const connection = await chromium.connect(browser.wsEndpoint())
  mkdirSync(TO, { recursive: true })
  for (const { name, path, width, height, ready } of PICTURES) {
    const context = await connection.newContext({ baseURL: url, viewport: { width, height } })
    await lendFont(context)
    await context.request.post('/api/session', { data: accounts.office })
    const page = await context.newPage()
    await page.goto(path)
    await page.getByText(ready).waitFor()
    await page.getByText(/核对一致/).waitFor()
    await page.evaluate('document.fonts.ready')
    const file = join(TO, `${name}.png`)
    await page.screenshot({ path: file })
    console.log(`${name}.png ${Math.ceil(statSync(file).size / 1024)} KB`)
    await context.close()
  }
} finally {
  for (const step of closing.toReversed()) await step()
}
