import type { Page } from 'playwright-core'
import type { Visitor } from './harness.ts'

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

const figure = (page: Page) => page.getByRole('table').first()

/** Every screen of the console: a new one is one line here. */
export const SCREENS: readonly Screen[] = [
  {
    name: 'sign-in',
    path: '/sign-in',
    ready: (page) => page.getByRole('button', { name: /登\s*录/ }).first(),
  },
  { name: 'day', path: '/day', as: 'office', ready: (page) => page.getByText('数据表') },
  { name: 'records', path: '/records', as: 'office', ready: figure },
  {
    name: 'record drawer',
    path: '/records',
    as: 'office',
    open: (page) => page.getByRole('table').getByRole('link').first().click(),
    ready: (page) => page.getByRole('dialog').getByText('记录人'),
  },
  {
    name: 'closing',
    path: '/closing',
    as: 'office',
    ready: (page) => page.getByRole('button', { name: /日\s*结/ }),
  },
  { name: 'unit', path: '/unit', as: 'office', ready: (page) => page.getByText('下级单位') },
  { name: 'wall', path: '/wall', as: 'display', ready: (page) => page.getByText('最新记录') },
]

/** Opens a screen and waits until it is whole. */
export async function openScreen(page: Page, screen: Screen) {
  await page.goto(screen.path)
  await screen.open?.(page)
  await screen.ready(page).waitFor()
  await page.locator('.ant-spin').waitFor({ state: 'detached' })
}
