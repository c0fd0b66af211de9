import type { Page } from 'playwright-core'
import type { Visitor } from '../harness.ts'

/** A screen, at its address as somebody sees it, and what shows that it has been read. */
export interface Screen {
  name: string
  path: string
  as?: Visitor['as']
  /** Appears once the screen is whole. */
  ready: (page: Page) => ReturnType<Page['locator']>
  /** What has to be done first at the address. */
  open?: (page: Page) => Promise<void>
}

/** The first table of a screen. */
export const figure = (page: Page) => page.getByRole('table').first()

/** Opens a screen and waits until it is whole. */
export async function openScreen(page: Page, screen: Screen) {
  await page.goto(screen.path)
  await screen.open?.(page)
  await screen.ready(page).waitFor()
  await page.locator('.ant-spin').waitFor({ state: 'detached' })
}
