import { basename, join } from 'node:path'
import { addMonths, type PlainDate } from '@nuandeng/domain'
import type { Intake } from './import-readings.ts'
import { type CoverageRow, listLiveFiles, type ReadingFileRow } from './metering.queries.ts'
import { ReadingsRefused } from './readings-refused.ts'
import {
  type AccountsByForm,
  compareMonth,
  countByForm,
  coverMonth,
  listMonths,
  type MonthOfCity,
  placeReadings,
  sumMonth,
  writeMonth,
} from './store.queries.ts'

/**
 * A month of a city with fewer accounts than so many tenths of the month before is half a file. Readings of single days and
 * longer ones are compared apart: few have the first, and neither makes up for the other.
 */
const FEWER_TENTHS = 8
const FORMS = [
  { form: 'daily', words: '按日 daily' },
  { form: 'longer', words: '按月 monthly' },
] as const

/** What came in for a month of a city; `path` is the new file, not in its place yet, where anything changed. */
export interface WrittenMonth extends MonthOfCity {
  rows: number
  unchanged: number
  accounts: number
  byForm: AccountsByForm
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
    // What is there already only grows.
    const forms = FORMS.filter(({ form }) => found.byForm[form] > 0 && !hasForm(old, form))
    if (!wanted.allowFewer && forms.length > 0) {
      const before = await accountsBefore(intake, at, done, live)
      checkFewer(intake, { ...at, forms, found: found.byForm, before })
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

/** Whom the month before is of: by what comes in beside, or by what is there. */
async function accountsBefore(
  { duck, folder }: Intake,
  { cityCode, month }: MonthOfCity,
  done: readonly WrittenMonth[],
  live: readonly ReadingFileRow[],
): Promise<AccountsByForm> {
  const at = { cityCode, month: addMonths(month, -1) as PlainDate }
  const beside = done.find(isAt(at))
  if (beside) return beside.byForm
  const there = live.find(isAt(at))
  return there
    ? countByForm(duck, folder.parquetPath(cityCode, at.month, there.fileId))
    : { daily: 0, longer: 0 }
}

interface ToCompare extends MonthOfCity {
  forms: readonly (typeof FORMS)[number][]
  found: AccountsByForm
  before: AccountsByForm
}

function checkFewer({ wanted }: Intake, { cityCode, month, forms, found, before }: ToCompare) {
  for (const { form, words } of forms) {
    if (found[form] * 10 >= before[form] * FEWER_TENTHS) continue
    const reason = `${cityCode} ${month.slice(0, 7)}：${words} ${found[form]} 户，上月 ${before[form]} 户，像是半个文件 half a file? (--allow-fewer)`
    throw new ReadingsRefused(
      'fewer-than-last-month',
      { file: wanted.fileName ?? wanted.paths.map((path) => basename(path)).join(', ') },
      reason,
    )
  }
}

function hasForm(old: ReadingFileRow | undefined, form: keyof AccountsByForm): boolean {
  if (!old) return false
  return form === 'daily' ? old.dailyRows > 0 : old.rows > old.dailyRows
}
