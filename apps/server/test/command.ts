import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFailed } from 'vitest'

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
// A command opens the embedded database of its own folder, whatever the other tests run on.
const { DATABASE_URL: _url, NUANDENG_DATA: _data, ...env } = process.env

/** What a command said, and its exit code; null where it was killed. */
export interface Ended {
  code: number | null
  out: string
  err: string
}

interface Options {
  cwd?: string
  env?: NodeJS.ProcessEnv
}

/**
 * Starts `nuandeng` as an operator does, in a Node of its own, within a test. Where the test fails, what
 * the command said on its standard error stands beside the failure.
 */
export function startCommand(
  words: readonly string[],
  options: Options = {},
): { child: ChildProcessWithoutNullStreams; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [MAIN, ...words], {
    cwd: options.cwd,
    env: { ...env, ...options.env },
  })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code) => resolve({ code, ...said })),
  )
  onTestFailed(async () => {
    const { code, err } = await ended
    console.error(`nuandeng ${words.join(' ')} ended with ${code}: ${err}`)
  })
  return { child, ended }
}

/** Runs `nuandeng` to its end, with the given text on its standard input. */
export function runCommand(
  words: readonly string[],
  { input = '', ...options }: Options & { input?: string } = {},
): Promise<Ended> {
  const { child, ended } = startCommand(words, options)
  child.stdin.end(input)
  return ended
}
