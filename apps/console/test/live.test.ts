import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordFieldworkRoute } from '@nuandeng/contract'
import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { type Api, signIn } from './api.ts'
import { aConsole, test } from './harness.ts'
import { startNuandeng } from './nuandeng.ts'
import { type OwnStage, setUpInstallation } from './stage.ts'

const console = aConsole()

/** From the reply to the device until people see it. */
const PROMISE_MS = 2000

/** Posts a bundle of leaflets; it is seen where the figure of the day has grown by it. */
function leaflets(call: Api, { campaignId, stationId, at }: OwnStage, quantity: number) {
  const shared = { campaignId, unitId: stationId, occurredAt: at, deviceId: 'phone-1' }
  const record = { kind: 'leaflets', walkInType: 'W3', quantity, recordId: randomUUID(), ...shared }
  return call(recordFieldworkRoute, { record: record as never })
}

const figureOf = async (page: Page) =>
  Number((await page.locator('dd', { hasText: '份' }).first().textContent())?.replace(/\D/g, ''))

// The bound is the promise itself. A machine that does other work may break it by itself, so the whole
// measurement is taken again then; a server that is late by its nature is late each time.
test('a record stands on the wall screen and on the day screen within 2 s of its receipt', {
  retry: 4,
}, async () => {
  const { own } = console
  const call = await signIn(own.url, own.accounts.office)
  const [wall, day] = await Promise.all([
    console.visit(own, { as: 'display', width: 1920, height: 1080 }),
    console.visit(own, { as: 'office' }),
  ])
  await Promise.all([wall.goto('/wall'), day.goto('/day')])
  await Promise.all([wall.getByText('最新记录').waitFor(), day.getByText('实时').waitFor()])
  const before = await figureOf(wall)
  const quantity = 1000 + Math.floor(Date.now() % 9000)
  await leaflets(call, own, quantity)
  const figure = new Intl.NumberFormat('zh-CN').format(before + quantity)
  await Promise.all(
    [wall, day].map((page) =>
      page.locator('dd', { hasText: figure }).first().waitFor({ timeout: PROMISE_MS }),
    ),
  )
})

test('the wall screen says that the server is away, and goes on by itself when it is back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-restart-'))
  const closing: (() => unknown)[] = []
  onTestFinished(async () => {
    for (const step of closing.toReversed()) await step()
    rmSync(folder, { recursive: true, force: true })
  })
  const own = await setUpInstallation(folder, closing, [])
  const wall = await console.visit(own, { width: 1920, height: 1080 })
  await wall.goto(`/wall#key=${own.displayKey}`)
  await wall.getByText('最新记录').waitFor()
  expect(wall.url()).not.toContain('key')
  const before = await figureOf(wall)

  await closing.pop()?.()
  await wall.getByText(/连接中断，数字停留在/).waitFor()
  expect(await figureOf(wall)).toBe(before)

  const again = await startNuandeng(folder, ['serve', '--port', new URL(own.url).port])
  closing.push(again.stop)
  await wall.getByText(/数据截至/).waitFor({ timeout: 60_000 })
  await leaflets(await signIn(own.url, own.accounts.office), own, 77)
  const figure = new Intl.NumberFormat('zh-CN').format(before + 77)
  await wall.locator('dd', { hasText: figure }).first().waitFor()
})
