// The table and the line of JSON at the end of a run of `bench -- ingest`.
/** One run of sending: records a second, and what each call and record took. */
export interface Sent {
  rate: number
  p50: number
  p99: number
  cpuMs: number | undefined
  serverMs: number | undefined
  databaseMs: number | undefined
}

export interface Report {
  records: number
  database: 'embedded' | 'server'
  sending: Record<string, Sent>
  reading: Record<string, { p50: number; p95: number; p99: number; cpuMs: number | undefined }>
  /** From sending a record until it shows, in milliseconds. */
  delay: Record<'totals' | 'live', { p50: number; max: number }>
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0
}

const number = (value: number | undefined, digits = 2) => value?.toFixed(digits) ?? 'unavailable'

export function printReport(report: Report, isJson: boolean) {
  console.log(`\n${report.records} records present in "full"; ${report.database} database\n`)
  const row = (cells: readonly string[]) =>
    console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(36) : cell.padStart(12))).join(''))
  row(['sending, 16 clients', 'records/s', 'CPU-ms each', 'server', 'database', 'p50 ms', 'p99 ms'])
  for (const [name, sent] of Object.entries(report.sending)) {
    const cpu = [sent.cpuMs, sent.serverMs, sent.databaseMs].map((value) => number(value))
    row([name, number(sent.rate, 0), ...cpu, number(sent.p50, 1), number(sent.p99, 1)])
  }
  console.log()
  row(['reading, full', 'p50 ms', 'p95 ms', 'p99 ms', 'CPU-ms'])
  for (const [name, { p50, p95, p99, cpuMs }] of Object.entries(report.reading)) {
    row([name, ...[p50, p95, p99, cpuMs].map((value) => number(value, 1))])
  }
  console.log()
  row(['from sending to', 'p50 ms', 'max ms'])
  for (const [name, { p50, max }] of Object.entries(report.delay)) {
    row([name, number(p50, 0), number(max, 0)])
  }
  const ratio = (kind: string) =>
    (report.sending[`${kind}, full`]?.rate ?? 0) / (report.sending[`${kind}, empty`]?.rate ?? 1)
  for (const kind of ['batch of 50', 'single']) {
    console.log(`\n${kind}: rate at full / at empty = ${ratio(kind).toFixed(2)}`)
  }
  if (isJson) console.log(JSON.stringify(report))
}
