import { AxeBuilder } from '@axe-core/playwright'
import { signInDisplayRoute, signInRoute } from '@nuandeng/contract'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, test as anyTest, beforeAll, expect, inject } from 'vitest'
import { lendFont } from './browser.ts'
import type { Player, Stage } from './stage.ts'

const shared = inject('browser')
/** A test that needs the browser; where there is none it is skipped, and the run has said why. */
export const test = anyTest.skipIf(shared === undefined)

export interface Visitor {
  /** Whom the page belongs to; nobody by default. */
  as?: Player | 'display'
  width?: number
  height?: number
}

/** The browser and the two servers of the run; use as `const console = aConsole()` at the top. */
export function aConsole() {
  let browser: Browser
  const open: BrowserContext[] = []
  beforeAll(async () => {
    if (shared) browser = await chromium.connect(shared.address)
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((context) => context.close()))
  })
  afterAll(() => browser?.close())
  return {
    get own() {
      if (!shared) throw new Error('there is no browser')
      return shared.own
    },
    get demo() {
      if (!shared) throw new Error('there is no browser')
      return shared.demo
    },
    /** A page of a new visitor, with nothing in it yet. */
    async visit(stage: Stage, { as, width = 1440, height = 900 }: Visitor = {}): Promise<Page> {
      const context = await browser.newContext({
        baseURL: stage.url,
        viewport: { width, height },
        reducedMotion: 'reduce',
      })
      open.push(context)
      context.setDefaultTimeout(30_000)
      await lendFont(context)
      if (as) await logIn(context, stage, as)
      return context.newPage()
    },
  }
}

async function logIn(
  context: BrowserContext,
  { accounts, displayKey }: Stage,
  as: Player | 'display',
) {
  const reply =
    as === 'display'
      ? await context.request.post(`/api${signInDisplayRoute.url}`, { data: { key: displayKey } })
      : await context.request.post(`/api${signInRoute.url}`, { data: accounts[as] })
  expect(reply.status(), `log-in of ${as}`).toBe(200)
}

/** What axe finds wrong with the page, each as one line; empty is good. */
export async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  )
}

/** Puts the pointer on the first link or button of a table's row; where a dialogue covers it, on that. */
export async function hoverRow(page: Page) {
  const first = page.locator('tbody tr :is(a, button)').filter({ visible: true }).first()
  if ((await first.count()) > 0) await first.hover({ force: true })
}

/** By how many pixels the page can be scrolled sideways. */
export function overhangOf(page: Page): Promise<number> {
  // A drawing takes its new width in the frame after that of the window.
  return page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() =>
    resolve(document.documentElement.scrollWidth - document.documentElement.clientWidth))))`)
}

/** What the figures of a page say, by their name. */
export const figures = (page: Page) =>
  page
    .locator('.figure')
    .evaluateAll((all) =>
      Object.fromEntries(
        all.map((figure) => [
          figure.querySelector('dt')?.textContent ?? '',
          figure.querySelector('dd')?.textContent ?? '',
        ]),
      ),
    )
