import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type BrowserContext, type BrowserServer, chromium } from 'playwright-core'

/** Why there is no browser on this machine, and what to do about it. */
export class NoBrowser extends Error {}

/**
 * Chromium as a server that several test files share: the one at CHROMIUM_PATH, or the one that lies
 * packed in the npm package, unpacked for this run alone so that neither another user's nor a broken copy is met.
 */
export async function launchBrowser(): Promise<BrowserServer> {
  const given = process.env.CHROMIUM_PATH
  if (given && !existsSync(given)) throw new NoBrowser(`CHROMIUM_PATH: there is no ${given}`)
  const unpacked = given ? undefined : await unpackChromium()
  const forget = () => unpacked && rmSync(unpacked.folder, { recursive: true, force: true })
  try {
    const browser = await chromium.launchServer({
      executablePath: given ?? (unpacked?.path as string),
      // Root may not use the sandbox, and the pages are our own.
      args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
    })
    browser.once('close', forget)
    return browser
  } catch (error) {
    forget()
    throw error
  }
}

/** The package holds an x64 binary for Linux with glibc. */
async function unpackChromium() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new NoBrowser(
      `no packed browser for ${process.platform}-${process.arch}: set CHROMIUM_PATH to Chrome, Chromium or Edge`,
    )
  }
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-browser-'))
  const usual = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    return { folder, path: await packed.executablePath() }
  } finally {
    if (usual === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = usual
  }
}

const FONT = dirname(
  createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-sc/package.json'),
)
const FONT_ADDRESS = '/font-of-the-test/'

/** Chinese letters for a machine that has none; where it has some, those stand first in our style sheet. */
export async function lendFont(context: BrowserContext) {
  const css = readFileSync(join(FONT, 'index.css'), 'utf8').replaceAll(
    'url(./files/',
    `url(${FONT_ADDRESS}`,
  )
  await context.route(`**${FONT_ADDRESS}*`, (route) =>
    route.fulfill({
      path: join(FONT, 'files', new URL(route.request().url()).pathname.slice(FONT_ADDRESS.length)),
    }),
  )
  await context.addInitScript(`document.addEventListener('DOMContentLoaded', () => {
    const style = document.createElement('style')
    style.textContent = ${JSON.stringify(css)}
    document.head.append(style)
  })`)
}
