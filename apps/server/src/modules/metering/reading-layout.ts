import {
  guessColumns,
  headingForm,
  parseReadingTime,
  READING_COLUMNS,
  type ReadingField,
  type ReadingPeriod,
  tidyCell,
} from '@nuandeng/domain'
import { ReadingsRefused } from './readings-refused.ts'
import { cellsOf } from './text-lines.ts'

/** Titles and units may stand above the header. */
export const HEADER_AMONG = 30
export const DELIMITERS = [',', '\t', ';', '|'] as const

/** How the files of one source are read (列对应方案); what it leaves open is found by the headings. */
export interface ReadingsProfile {
  /** Heading by field. */
  map?: Partial<Record<ReadingField, string>> | undefined
  /** What one reading is about; else found by how the times are written. */
  period?: ReadingPeriod | undefined
  /** Over how many months one monthly reading goes (双月抄表: 2). */
  months?: number | undefined
}

/** Where a file has its header and how its readings lie: one a line, or a column per account or per time. */
export interface ReadingLayout {
  headerLine: number
  delimiter: string
  headings: string[]
  form: 'long' | 'accounts-across' | 'times-across'
  /** Column by field, from 0. */
  columns: Map<ReadingField, number>
}

type Found = Omit<ReadingLayout, 'headerLine' | 'delimiter'>

/** The first of the lines that makes a header, by whichever delimiter. */
export function findReadingLayout(
  file: string,
  lines: readonly string[],
  profile: ReadingsProfile,
): ReadingLayout {
  for (const [i, line] of lines.entries()) {
    for (const delimiter of DELIMITERS) {
      if (!line.includes(delimiter)) continue
      const found = layoutOf(cellsOf(line, delimiter), profile)
      if (found) return { ...found, headerLine: i + 1, delimiter }
    }
  }
  const first = lines.findIndex((line) => line.trim() !== '')
  const head = lines[first]
  if (head === undefined) throw new ReadingsRefused('empty-file', { file }, '没有内容 it is empty')
  const place = { file, line: first + 1 }
  if (!DELIMITERS.some((delimiter) => head.includes(delimiter))) {
    const reason = `表头没有分列：应以逗号、制表符、分号或竖线分隔 the header has one column: “${head.slice(0, 60)}”`
    throw new ReadingsRefused('wrong-delimiter', place, reason)
  }
  throw missingColumn(place, head)
}

/** The layout of a file whose headings are known, such as those of Parquet. */
export function readingLayoutOf(
  file: string,
  headings: readonly string[],
  profile: ReadingsProfile,
): Found {
  const found = layoutOf(headings, profile)
  if (found) return found
  throw missingColumn({ file }, headings.join(', '))
}

function missingColumn(place: { file: string; line?: number }, head: string) {
  const needed = '户号、日期或月份、电量 (account, day or month, kWh)'
  const reason = `缺少列 a column is missing: ${needed}; 表头 the header: ${head.slice(0, 200)}`
  return new ReadingsRefused('missing-column', place, reason)
}

function layoutOf(cells: readonly string[], profile: ReadingsProfile): Found | undefined {
  const headings = cells.map(tidyCell)
  const columns = columnsOf(headings, profile)
  if (!columns) return undefined
  const has = (...fields: ReadingField[]) => fields.every((field) => columns.has(field))
  const hasTime = has('month') || has('time') || has('from', 'to')
  if (has('account') && (has('used') || has('register')) && hasTime)
    return { headings, form: 'long', columns }
  const others = headings.filter((heading, i) => heading && ![...columns.values()].includes(i))
  if (has('account') && others.some((heading) => parseReadingTime(heading))) {
    return { headings, form: 'times-across', columns }
  }
  const isAcross = (has('time') || has('month')) && !has('account') && !has('used')
  return isAcross && others.length > 0 ? { headings, form: 'accounts-across', columns } : undefined
}

function columnsOf(headings: readonly string[], { map = {} }: ReadingsProfile) {
  const columns = new Map<ReadingField, number>()
  for (const [field, wanted] of Object.entries(map) as [ReadingField, string][]) {
    const at = headings.findIndex((heading) => headingForm(heading) === headingForm(wanted))
    if (at === -1) return undefined
    columns.set(field, at)
  }
  // What a profile names is whole: a column beside it that merely looks like one is not taken.
  if (columns.size > 0) return columns
  return guessColumns(headings, READING_COLUMNS) as Map<ReadingField, number>
}
