import { copyFile, mkdir, rm } from 'node:fs/promises'
import { addMonths, type PlainDate } from '@nuandeng/domain'
import { type Duck, type DuckLimits, quoted, withDuck } from '../../platform/duck.ts'
import type { ReadingFileRow } from './metering.queries.ts'
import { type MeteringFolder, moveIntoPlace } from './metering-folder.ts'
import { type BuiltFile, listBuilt, setBuilt } from './state.queries.ts'
import { keepWindow, MONTHS, makeUsageTables, setDays, setMonth } from './usage.queries.ts'

type FileOfState = BuiltFile & Pick<ReadingFileRow, 'cityCode' | 'month'>

/**
 * Brings the state of a city (用电状态) up to the files that count: only the months that changed files touch are
 * computed again. Works on a copy, so that readers never meet half of it and a kill leaves the old one; a
 * state that is missing is built anew. Returns the months that were computed.
 */
export async function syncState(
  folder: MeteringFolder,
  cityCode: string,
  files: readonly FileOfState[],
  limits: DuckLimits,
): Promise<PlainDate[]> {
  const path = folder.statePath(cityCode)
  const part = `${path}.part`
  await mkdir(folder.cityFolder(cityCode), { recursive: true, mode: 0o700 })
  await rm(part, { force: true })
  await rm(`${part}.wal`, { force: true })
  await copyFile(path, part).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  const months = await withDuck(part, limits, (duck) => compute(duck, folder, files))
  if (months.length === 0) await rm(part, { force: true })
  else await moveIntoPlace(part, path)
  return months
}

async function compute(duck: Duck, folder: MeteringFolder, files: readonly FileOfState[]) {
  const newest = files.at(-1)?.month
  if (newest === undefined) return []
  await makeUsageTables(duck)
  const built = await listBuilt(duck)
  const live = new Set(files.map(({ fileId }) => fileId))
  const fresh = files.filter(({ fileId }) => !built.some((file) => file.fileId === fileId))
  const gone = built.filter(({ fileId }) => !live.has(fileId))
  if (fresh.length === 0 && gone.length === 0) return []
  const relation = (some: readonly FileOfState[]) => relationOf(folder, some)
  const changed = [...fresh, ...gone]
  const months = monthsTouched(changed, newest)
  for (const month of months) {
    await setMonth(duck, month, relation(files.filter((file) => touches(file, month))))
  }
  await keepWindow(duck, newest)
  if (changed.some(({ dailyRows }) => dailyRows > 0)) {
    await setDays(duck, relation(files.filter(({ dailyRows }) => dailyRows > 0).slice(-4)))
  }
  await setBuilt(duck, files)
  await duck.run('checkpoint')
  return months
}

function relationOf(folder: MeteringFolder, files: readonly FileOfState[]): string {
  const paths = files.map(({ cityCode, month, fileId }) =>
    quoted(folder.parquetPath(cityCode, month, fileId)),
  )
  if (paths.length > 0) return `read_parquet([${paths.join(', ')}])`
  return `(select ''::varchar as account, date '1970-01-01' as from_day, 0::smallint as days, 0 as used where false)`
}

interface Touching {
  firstDay: PlainDate
  lastDay: PlainDate
}

function touches({ firstDay, lastDay }: Touching, month: PlainDate): boolean {
  return firstDay < addMonths(month, 1) && lastDay >= month
}

/** The months of the window that any of the files has readings for. */
function monthsTouched(files: readonly Touching[], newest: PlainDate): PlainDate[] {
  const months: PlainDate[] = []
  for (let i = MONTHS - 1; i >= 0; i--) {
    const month = addMonths(newest, -i)
    if (files.some((file) => touches(file, month))) months.push(month)
  }
  return months
}
