// What rules of discovery cost as customers grow, what they find of what was planted, and what other engines take.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import type { SizeReport } from './discover-size.ts'

const SIZES = ['1000000', '5000000']
const LARGE = '45000000'
const SIZE = join(import.meta.dirname, 'discover-size.ts')

/** `npm run bench -- discover [--customers N …] [--large] [--data folder] [--json]` */
export async function run(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      customers: { type: 'string', multiple: true },
      large: { type: 'boolean', default: false },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const sizes = values.customers ?? [...SIZES, ...(values.large ? [LARGE] : [])]
  if (values.data) mkdirSync(values.data, { recursive: true })
  const reports: SizeReport[] = []
  for (const size of sizes) {
    const folder = mkdtempSync(join(values.data ?? tmpdir(), 'nuandeng-bench-discover-'))
    try {
      // Others are compared at the first size: their copies of the rows would fill a disk at the last.
      reports.push(await runSize(size, folder, reports.length === 0))
      printSize(reports.at(-1) as SizeReport)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const [first, last] = [reports[0], reports.at(-1)]
  if (first && last && first !== last) {
    const per = ({ customers, took }: SizeReport) => took.rules.cpuSeconds / customers
    console.log(
      `\n${last.customers / first.customers} times the customers: ${(last.took.rules.cpuSeconds / first.took.rules.cpuSeconds).toFixed(1)} times the CPU of the rules (${(per(last) / per(first)).toFixed(2)} each)`,
    )
  }
  if (values.json) console.log(JSON.stringify(reports))
}

async function runSize(size: string, folder: string, hasPeers: boolean): Promise<SizeReport> {
  const child = spawn(process.execPath, [SIZE, size, folder, hasPeers ? 'peers' : 'alone'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const out = await text(child.stdout)
  const code = await ended
  if (code !== 0) throw new Error(`${size} customers: ended with ${code}`)
  return JSON.parse(out) as SizeReport
}

function printSize({ customers, took, importedRows, stateMb, rules, peers }: SizeReport) {
  const row = (cells: readonly string[]) =>
    console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(34) : cell.padStart(14))).join(''))
  const perMillion = {
    import: importedRows,
    'new month': customers,
    rules: customers,
    findings: customers,
  }
  console.log(`\n${customers} customers, 25 months; the state takes ${stateMb.toFixed(0)} MB`)
  row(['', 'CPU-s/million', 'CPU-s', 'seconds', 'at most MB'])
  for (const [name, { cpuSeconds, seconds, peakMb = Number.NaN }] of Object.entries(took)) {
    const of = perMillion[name as keyof typeof perMillion] / 1e6
    row([
      name,
      (cpuSeconds / of).toFixed(2),
      cpuSeconds.toFixed(2),
      seconds.toFixed(2),
      peakMb.toFixed(0),
    ])
  }
  console.log()
  row(['rule', 'planted', 'found of them', 'found in all', 'precision'])
  for (const { rule, planted, hit, found } of rules.filter((of) => of.found > 0)) {
    row([
      rule,
      String(planted),
      String(hit),
      String(found),
      `${((hit * 100) / found).toFixed(1)} %`,
    ])
  }
  if (peers.length === 0) return
  console.log()
  row(['four rules on the same rows', 'CPU-s', 'seconds', 'CPU-s to load'])
  for (const { name, cpuSeconds, seconds, loadCpuSeconds } of peers)
    row([name, cpuSeconds.toFixed(2), seconds.toFixed(2), loadCpuSeconds.toFixed(2)])
}
