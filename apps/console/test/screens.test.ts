import { describe, expect } from 'vitest'
import { aConsole, faultsOf, hoverRow, overhangOf, test } from './harness.ts'
import { openScreen } from './screens/screen.ts'
import { SCREENS } from './screens.ts'

const console = aConsole()

/** A phone, the usual desk, a wide one, and the usual desk at 200 % zoom (half the width for the page). */
const WIDTHS = [390, 1440, 1920, 720]
/** At the last one the pointer lies on what leads on from a row. */
const HOVERED_AT = WIDTHS.at(-1)

describe.each(SCREENS)('the $name screen', (screen) => {
  test('has no fault of accessibility, does not scroll sideways, and is no demonstration', async () => {
    const page = await console.visit(console.own, screen)
    await openScreen(page, screen)
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      if (width === HOVERED_AT) await hoverRow(page)
      expect(await overhangOf(page), `${width} px`).toBe(0)
      expect(await faultsOf(page), `${width} px`).toEqual([])
    }
    expect(await page.getByText('演示数据').count()).toBe(0)
  })

  test('says 演示数据 in a demonstration', async () => {
    const page = await console.visit(console.demo, screen)
    await openScreen(page, screen)
    expect(await page.getByText('演示数据').isVisible()).toBe(true)
  })
})
