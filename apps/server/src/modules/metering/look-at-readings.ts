import { guessColumns, READING_COLUMNS, tidyCell } from '@nuandeng/domain'
import { type Duck, quoted, withDuck } from '../../platform/duck.ts'
import { problems } from '../../platform/problems.ts'
import type { FileLook } from '../imports/index.ts'
import { inspectFile, type SourceFile } from './inspect-file.ts'
import { DELIMITERS, findReadingLayout } from './reading-layout.ts'
import { damagedFile, ReadingsRefused } from './readings-refused.ts'
import { parquetHeadings } from './stage.queries.ts'
import { firstLines } from './stage-readings.ts'
import { cellsOf } from './text-lines.ts'

const LIMITS = { memoryMb: 200, threads: 1 }
const FIRST = 10
const SAMPLE = 20
/** A file may have a column for each of fifty thousand customers. */
const MAX_COLUMNS = 200
const MAX_CELL = 200

/**
 * How a file of readings would be read (识别结果): its header, the columns by guess, and its first lines. A header that
 * names nothing we know is left to the person; what is no such file at all is refused.
 */
export async function lookAtReadings(
  path: string,
  fileName: string,
  headerRow?: number,
): Promise<FileLook> {
  const source = await inspectFile(path, fileName)
  return source.kind === 'text' ? lookAtText(source, headerRow) : lookAtParquet(source)
}

async function lookAtText(source: SourceFile, wanted: number | undefined): Promise<FileLook> {
  const lines = await firstLines(source)
  const { headerRow, delimiter } = headerOf(source.name, lines, wanted)
  const cells = (line: string) => cellsOf(line, delimiter).slice(0, MAX_COLUMNS)
  const headings = cells(lines[headerRow - 1] ?? '').map(tidyCell)
  const filled = lines
    .map((line, i) => ({ row: i + 1, cells: cells(line).map(shortened) }))
    .filter(({ cells: texts }) => texts.some((text) => text.trim() !== ''))
  return {
    ...{ kind: 'csv' as const, encoding: source.encoding, headerRow },
    ...{ headings, guess: guessOf(headings) },
    first: filled.slice(0, FIRST),
    rows: filled.filter(({ row }) => row > headerRow).slice(0, SAMPLE),
  }
}

/** The header that a person chose, or that we know, or the first line that has columns. */
function headerOf(file: string, lines: readonly string[], wanted: number | undefined) {
  if (wanted !== undefined) {
    const delimiter = delimiterOf(lines[wanted - 1] ?? '')
    if (delimiter) return { headerRow: wanted, delimiter }
    throw problems.wrongField('headerRow', 'no-such-row', 'among the first lines, with columns')
  }
  try {
    const { headerLine, delimiter } = findReadingLayout(file, lines, {})
    return { headerRow: headerLine, delimiter }
  } catch (error) {
    const at = lines.findIndex(delimiterOf)
    const delimiter = delimiterOf(lines[at] ?? '')
    if (!(error instanceof ReadingsRefused) || !delimiter) throw error
    return { headerRow: at + 1, delimiter }
  }
}

/** What cuts a line into the most cells. */
function delimiterOf(line: string): string | undefined {
  const [best] = DELIMITERS.toSorted((a, b) => line.split(b).length - line.split(a).length)
  return best && line.includes(best) ? best : undefined
}

async function lookAtParquet({ path, name }: SourceFile): Promise<FileLook> {
  return withDuck(':memory:', LIMITS, async (duck) => {
    const found = await parquetHeadings(duck, path).catch((error: Error) => {
      throw damagedFile(name, error)
    })
    const headings = found.slice(0, MAX_COLUMNS)
    const rows = (await firstRows(duck, path, headings)).map((cells, i) => ({ row: i + 1, cells }))
    return {
      ...{ kind: 'parquet' as const, encoding: null, headerRow: 1, headings },
      ...{ guess: guessOf(headings), first: [], rows },
    }
  })
}

async function firstRows(duck: Duck, path: string, headings: readonly string[]) {
  const cells = headings.map((name) => `"${name.replaceAll('"', '""')}"::varchar`)
  const reader = await duck.runAndReadAll(
    `select ${cells.join(', ')} from read_parquet(${quoted(path)}) limit ${SAMPLE}`,
  )
  return reader.getRowsJson().map((row) => row.map((cell) => shortened(String(cell ?? ''))))
}

const shortened = (text: string) => (text.length > MAX_CELL ? `${text.slice(0, MAX_CELL)}…` : text)

function guessOf(headings: readonly string[]): Record<string, string> {
  const found = guessColumns(headings, READING_COLUMNS)
  return Object.fromEntries([...found].map(([field, at]) => [field, headings[at] ?? '']))
}
