// An invented register of customers (演示数据) as utilities have it, with every fault planted, the organisation it
// belongs to, and the truth: what an import must say of it.

import { once } from 'node:events'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { type DemoUnit, demoUnits } from '../../apps/server/src/demo/province.ts'
import { csvLineOf, gb18030, type MessyRow } from './cells.ts'
import { MessyWorkbook } from './messy-workbook.ts'
import { registerRows } from './register-rows.ts'
import { HEADINGS, type Outcome, type PlannedRow } from './register-shape.ts'

const FORMATS = ['xlsx', 'csv', 'gbk'] as const
type Format = (typeof FORMATS)[number]

const PER_STATION = 500
const EMPTY_ROWS = 65_000
const BATCH = 1000
const UNIT_COLUMN = HEADINGS.indexOf('供电所')

interface Truth {
  rows: number
  imported: number
  unchanged: number
  rejected: number
  codes: Record<string, number>
  refused: { row: number; column: string | null; code: string }[]
}

export async function run(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      customers: { type: 'string' },
      out: { type: 'string', default: 'register' },
      seed: { type: 'string', default: '2011' },
      xlsx: { type: 'boolean' },
      csv: { type: 'boolean' },
      gbk: { type: 'boolean' },
    },
  })
  const customers = Number(values.customers)
  if (!Number.isInteger(customers) || customers < 1 || customers > 1_000_000)
    throw new Error('say how many: --customers 100000')
  const format = FORMATS.find((name) => values[name]) ?? 'xlsx'
  const made = await makeRegister(values.out, { customers, format, seed: Number(values.seed) })
  console.log(`${made.organisation}\n${made.register}\n${made.truthFile}`)
  const { rows, imported, unchanged, rejected } = made.truth
  console.log(`${rows} rows: ${imported} good, ${unchanged} repeated, ${rejected} to be refused`)
}

/** Writes the three files into a folder. */
export async function makeRegister(
  folder: string,
  { customers, format, seed }: { customers: number; format: Format; seed: number },
) {
  mkdirSync(folder, { recursive: true })
  const stations = stationsFor(customers)
  const organisation = join(folder, 'organisation.csv')
  writeFileSync(organisation, organisationOf(stations))
  const register = join(folder, `register.${format === 'xlsx' ? 'xlsx' : 'csv'}`)
  const truth = await writeRegister(register, format, registerRows({ customers, seed }, stations))
  const truthFile = join(folder, 'truth.json')
  writeFileSync(truthFile, `${JSON.stringify(truth, null, 1)}\n`)
  return { organisation, register, truthFile, truth }
}

/** Stations spread over the province, one for every so many customers. */
function stationsFor(customers: number): DemoUnit[] {
  const all = demoUnits().filter(({ kind }) => kind === 'station')
  const wanted = Math.min(all.length, Math.max(2, Math.ceil(customers / PER_STATION)))
  return Array.from(
    { length: wanted },
    (_, i) => all[Math.floor((i * all.length) / wanted)] as DemoUnit,
  )
}

function organisationOf(stations: readonly DemoUnit[]): string {
  const above = (unit: DemoUnit) =>
    demoUnits().filter(({ path, kind }) => kind !== 'province' && unit.path.startsWith(`${path}.`))
  const units = new Map<string, DemoUnit>()
  for (const unit of stations.flatMap((station) => [...above(station), station]))
    units.set(unit.code, unit)
  const lines = [...units.values()].map(({ code, name, kind, cityCode, path }) => {
    const parent = kind === 'city' ? '' : (path.split('.').at(-2) ?? '')
    return `${code},${name},${parent},${kind},${kind === 'city' ? cityCode : ''}\n`
  })
  return `编码,名称,上级编码,层级,地市代码\n${lines.join('')}`
}

async function writeRegister(path: string, format: Format, rows: Iterable<PlannedRow>) {
  const output = createWriteStream(path)
  const sums: Record<Outcome, number> = { imported: 0, unchanged: 0, rejected: 0 }
  const truth: Truth = { rows: 0, ...sums, codes: {}, refused: [] }
  const workbook = format === 'xlsx' ? new MessyWorkbook((bytes) => output.write(bytes)) : undefined
  const write = (batch: readonly MessyRow[]) => {
    if (workbook) return workbook.write(batch)
    const text = batch.map(csvLineOf).join('')
    output.write(format === 'gbk' ? gb18030(text) : text)
  }
  const above: MessyRow[] = [
    { cells: ['示例省供电客户档案（演示数据）'] },
    { cells: ['填报单位：示例供电公司', '', '', '填报日期：2011-10-15'] },
    { cells: [] },
  ]
  write([...above, { cells: HEADINGS }])
  let rowNo = above.length + 1
  let batch: PlannedRow[] = []
  const flush = async () => {
    write(workbook ? mergeUnits(batch) : batch)
    batch = []
    if (output.writableNeedDrain) await once(output, 'drain')
  }
  for (const row of rows) {
    batch.push(row)
    count(truth, row, ++rowNo)
    if (batch.length === BATCH) await flush()
  }
  await flush()
  workbook?.end({ emptyRows: EMPTY_ROWS, title: 'A1:J1' })
  if (!workbook) write(Array.from({ length: 20 }, () => ({ cells: HEADINGS.map(() => ' ') })))
  output.end()
  await finished(output)
  return truth
}

function count(truth: Truth, { outcome, code = '', column = null }: PlannedRow, row: number) {
  truth.rows++
  truth[outcome]++
  if (outcome !== 'rejected') return
  truth.codes[code] = (truth.codes[code] ?? 0) + 1
  truth.refused.push({ row, column, code })
}

/** Neighbouring good rows of one unit share its cell, as people merge it: only the first holds the name. */
function mergeUnits(rows: readonly PlannedRow[]): MessyRow[] {
  const shown: MessyRow[] = [...rows]
  for (let at = 0; at + 4 < rows.length; at += 40) {
    const run = rows.slice(at, at + 4)
    const unit = run[0]?.cells[UNIT_COLUMN]
    const isRun = run.every((row) => row.outcome === 'imported' && row.cells[UNIT_COLUMN] === unit)
    if (!isRun || unit === undefined) continue
    for (const [i, row] of run.entries()) {
      const cells = i === 0 ? row.cells : row.cells.with(UNIT_COLUMN, '')
      shown[at + i] = i === 0 ? { cells, merged: { column: UNIT_COLUMN, rows: 4 } } : { cells }
    }
  }
  return shown
}
