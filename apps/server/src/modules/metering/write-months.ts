import { basename, join } from 'node:path'
import { addMonths, type PlainDate } from '@nuandeng/domain'
import type { Intake } from './import-readings.ts'
import { type CoverageRow, listLiveFiles, type ReadingFileRow } from './metering.queries.ts'
import { ReadingsRefused } from './readings-refused.ts'
import {
  compareMonth,
  coverMonth,
  listMonths,
  type MonthOfCity,
  placeReadings,
  sumMonth,
  writeMonth,
} from './store.queries.ts'

/** A month of a city with fewer accounts than so many tenths of the month before is half a file. */
const FEWER_TENTHS = 8

/** What came in for a month of a city; `path` is the new file, not in its place yet, where anything changed. */
export interface WrittenMonth extends MonthOfCity {
  rows: number
  unchanged: number
  accounts: number
  written:
    | ({ path: string; coverage: CoverageRow[] } & Awaited<ReturnType<typeof sumMonth>>)
    | undefined
}

/** Writes what came in month by month into the work folder; refuses all of it when one is half a file. */
export async function writeMonths(
  intake: Intake,
  onProgress: (fraction: number) => void,
): Promise<WrittenMonth[]> {
  const { duck, wanted, work, folder } = intake
  await placeReadings(duck, wanted.cityCode)
  const wantedMonths = await listMonths(duck)
  const live = await filesOf(intake, wantedMonths)
  const done: WrittenMonth[] = []
  for (const [i, at] of wantedMonths.entries()) {
    const old = live.find(isAt(at))
    const oldPath = old && folder.parquetPath(at.cityCode, at.month, old.fileId)
    const found = await compareMonth(duck, at, oldPath)
    // A month that is there already only grows.
    if (!old) {
      checkFewer(intake, { ...at, accounts: found.accounts }, accountsBefore(at, done, live))
    }
    const path = join(work, `${i}.parquet`)
    let written: WrittenMonth['written']
    if (found.unchanged < found.rows && !wanted.isDryRun) {
      await writeMonth(duck, oldPath, path)
      const coverage = await coverMonth(duck, at, path)
      written = { path, coverage, ...(await sumMonth(duck, path)) }
    }
    done.push({ ...at, ...found, written })
    onProgress((i + 1) / wantedMonths.length)
  }
  return done
}

async function filesOf({ database }: Intake, months: readonly MonthOfCity[]) {
  const cities = [...new Set(months.map(({ cityCode }) => cityCode))]
  return database.transact('system', async (db) => {
    const files: ReadingFileRow[] = []
    for (const cityCode of cities) files.push(...(await listLiveFiles(db, cityCode)))
    return files
  })
}

const isAt = (at: MonthOfCity) => (other: MonthOfCity) =>
  other.cityCode === at.cityCode && other.month === at.month

/** How many accounts the month before has: by what comes in beside, or by what is there. */
function accountsBefore(
  { cityCode, month }: MonthOfCity,
  done: readonly WrittenMonth[],
  live: readonly ReadingFileRow[],
) {
  const before = { cityCode, month: addMonths(month, -1) as PlainDate }
  return (done.find(isAt(before)) ?? live.find(isAt(before)))?.accounts ?? 0
}

function checkFewer(
  { wanted }: Intake,
  { cityCode, month, accounts }: MonthOfCity & { accounts: number },
  before: number,
) {
  if (wanted.allowFewer || accounts * 10 >= before * FEWER_TENTHS) return
  const reason = `${cityCode} ${month.slice(0, 7)}：${accounts} 户，上月 ${before} 户，像是半个文件 half a file? (--allow-fewer)`
  throw new ReadingsRefused(
    'fewer-than-last-month',
    { file: wanted.fileName ?? wanted.paths.map((path) => basename(path)).join(', ') },
    reason,
  )
}
