import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const BIN = join(import.meta.dirname, '../../server/bin/nuandeng.mjs')
/** Always on the embedded database, whatever the tests of the server run on. */
const environment = (folder: string) => ({
  ...process.env,
  DATABASE_URL: '',
  NUANDENG_DATA: folder,
})

export interface Nuandeng {
  url: string
  /** What it has printed so far. */
  said(): string
  /** Ends it as an operator does, and waits until its database has stopped too. */
  stop(): Promise<void>
}

/** Runs `nuandeng …` to its end and reads the JSON that it prints. */
export async function nuandeng<T>(folder: string, ...args: string[]): Promise<T> {
  const { stdout } = await run(process.execPath, [BIN, ...args, '--json'], {
    env: environment(folder),
  })
  return JSON.parse(stdout) as T
}

/** Starts a `nuandeng` that serves, and waits until it has said `sign` (its address, by default). */
export async function startNuandeng(
  folder: string,
  args: string[],
  sign = /http:\/\/\S+/,
): Promise<Nuandeng> {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: environment(folder),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    const hear = (bytes: Buffer) => {
      said += bytes
      if (sign.test(said)) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('exit', (code) => reject(new Error(`nuandeng ended with ${code}: ${said}`)))
  })
  return {
    url: /http:\/\/[^\s/]+/.exec(said)?.[0] ?? '',
    said: () => said,
    stop: () => end(child),
  }
}

async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}
