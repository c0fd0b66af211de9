import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { launchBrowser, NoBrowser } from './browser.ts'
import { type OwnStage, type Stage, setUpInstallation, startDemonstration } from './stage.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Undefined where there is no browser; then the tests are skipped. */
    browser: { address: string; own: OwnStage; demo: Stage } | undefined
  }
}

const ROOT = join(import.meta.dirname, '../../..')

/** For all browser tests: the console as it is built for use, one browser, an installation and a demonstration. */
export default async function setup(project: TestProject) {
  const closing: (() => unknown)[] = []
  const close = async () => {
    for (const step of closing.splice(0).toReversed()) await step()
  }
  try {
    project.provide('browser', await open(closing))
  } catch (error) {
    await close()
    if (!(error instanceof NoBrowser)) throw error
    console.warn(`browser tests are skipped: ${error.message}`)
    project.provide('browser', undefined)
  }
  return close
}

async function open(closing: (() => unknown)[]) {
  const browser = await launchBrowser()
  closing.push(() => browser.close())
  await buildConsole()
  const folderOf = (name: string) => {
    const folder = mkdtempSync(join(tmpdir(), `nuandeng-${name}-`))
    closing.push(() => rmSync(folder, { recursive: true, force: true }))
    return folder
  }
  const started = await Promise.allSettled([
    setUpInstallation(folderOf('own'), closing),
    startDemonstration(folderOf('demo'), closing),
  ])
  const [own, demo] = started
  if (own.status === 'rejected') throw own.reason
  if (demo.status === 'rejected') throw demo.reason
  return { address: browser.wsEndpoint(), own: own.value, demo: demo.value }
}

/** In a process of its own, because a build takes over what the tests say of their environment. */
async function buildConsole() {
  await promisify(execFile)(
    process.execPath,
    [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', 'apps/console', '--logLevel', 'warn'],
    { cwd: ROOT, env: { ...process.env, NODE_ENV: 'production' } },
  )
}
