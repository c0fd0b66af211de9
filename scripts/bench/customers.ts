// What taking in a register of customers costs, and how long searches and lists take when it is in.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { aTempFolder } from '../../apps/server/test/temp-folder.ts'
import { makeRegister } from '../generate/register.ts'
import { type CpuTimes, readCpu } from './cpu.ts'
import { measureReading } from './customer-reading.ts'

const BIN = join(import.meta.dirname, '../../apps/server/bin/nuandeng.mjs')
const ROWS_PER_CUSTOMER = 1.008
const STEP = 100_000

const say = (text: string) => console.error(text)

/** `npm run bench -- customers [--rows N] [--data folder] [--json]` */
export async function run(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      rows: { type: 'string', default: '1000000' },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  if (values.data) mkdirSync(values.data, { recursive: true })
  const folder = aTempFolder('bench-customers', values.data)
  try {
    // A register repeats some of its customers, and a list may have 1,000,000 rows.
    const customers = Math.floor(Number(values.rows) / ROWS_PER_CUSTOMER)
    const made = await makeRegister(folder, { customers, format: 'csv', seed: 2011 })
    say(`${made.truth.rows} rows`)
    const dataDir = join(folder, 'data')
    await importWith(['organisation', made.organisation, '--data', dataDir])
    const importing = await importWith(['customers', made.register, '--data', dataDir])
    const reading = await measureReading(dataDir)
    printImport(importing)
    for (const [name, { p50, p95, max }] of Object.entries(reading))
      console.log(
        `${name.padEnd(44)}${p50.toFixed(1).padStart(9)}${p95.toFixed(1).padStart(9)}${max.toFixed(1).padStart(9)}`,
      )
    if (values.json) console.log(JSON.stringify({ importing, reading }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One stretch of an import. */
interface Stretch {
  rows: number
  seconds: number
  cpu: CpuTimes | undefined
}

interface Importing {
  stretches: Stretch[]
  peakMb: number
  rows: number
}

/** Runs an import as a process of its own, and looks at its account as it tells of its progress. */
async function importWith(words: string[]): Promise<Importing> {
  const child = spawn(process.execPath, [BIN, 'import', ...words, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: '' },
  })
  const stretches: Stretch[] = []
  let from = { rows: 0, at: performance.now(), cpu: cpuOf(child) }
  let last = from
  let peakMb = 0
  const close = () => {
    const cpu = last.cpu && from.cpu ? between(from.cpu, last.cpu) : undefined
    stretches.push({ rows: last.rows - from.rows, seconds: (last.at - from.at) / 1000, cpu })
    from = last
  }
  child.stderr?.on('data', (bytes: Buffer) => {
    const told = [...String(bytes).matchAll(/, (\d+) rows/g)].at(-1)
    if (!told) return
    last = { rows: Number(told[1]), at: performance.now(), cpu: cpuOf(child) }
    // The database has started by now.
    if (from.rows === 0) from = last
    peakMb = Math.max(peakMb, peakOf(child))
    if (last.rows - from.rows >= STEP) close()
  })
  let out = ''
  child.stdout?.on('data', (bytes: Buffer) => {
    out += bytes
  })
  await new Promise((resolve) => child.once('close', resolve))
  if (last.rows > from.rows) close()
  const { rows, refusal } = JSON.parse(out) as { rows: number; refusal: object | null }
  if (refusal) throw new Error(`the list was refused: ${JSON.stringify(refusal)}`)
  return { stretches, peakMb, rows }
}

/** The shell of the command starts the Node that works; the account of the latter counts. */
function workerOf(child: ChildProcess): number {
  const pid = child.pid ?? 0
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  const isNode = (id: string) => readFileSync(`/proc/${id}/comm`, 'utf8').startsWith('node')
  return Number(children.find((id) => id !== '' && isNode(id)) ?? pid)
}

function cpuOf(child: ChildProcess): CpuTimes | undefined {
  try {
    return readCpu(workerOf(child))
  } catch {
    return undefined
  }
}

function peakOf(child: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${workerOf(child)}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

function between(from: CpuTimes, to: CpuTimes): CpuTimes {
  const { serverMs, databaseMs } = to
  return {
    serverMs: serverMs - from.serverMs,
    databaseMs:
      databaseMs === undefined || from.databaseMs === undefined
        ? undefined
        : databaseMs - from.databaseMs,
  }
}

function printImport({ stretches, peakMb, rows }: Importing) {
  console.log(`\nimport of ${rows} rows; Node at most ${peakMb.toFixed(0)} MB`)
  console.log('rows          rows/s   Node CPU-µs per row   PostgreSQL CPU-µs per row')
  for (const { rows: count, seconds, cpu } of stretches) {
    const per = (ms: number | undefined) =>
      ms === undefined ? 'unavailable' : ((ms * 1000) / count).toFixed(0)
    console.log(
      `${String(count).padStart(7)}${(count / seconds).toFixed(0).padStart(13)}${per(cpu?.serverMs).padStart(22)}${per(cpu?.databaseMs).padStart(28)}`,
    )
  }
  console.log(`\n${'reading'.padEnd(44)}   p50 ms   p95 ms   max ms`)
}
