import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { record } from '../../platform/context.ts'
import type { Db } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { findRootUnit } from '../organisation/index.ts'
import type { Intake } from './import-readings.ts'
import {
  type CityUnit,
  insertImport,
  insertRejects,
  putCoverage,
  putFiles,
  type ReadingFileRow,
} from './metering.queries.ts'
import { moveIntoPlace } from './metering-folder.ts'
import type { ReadingsReport } from './readings-report.ts'
import type { StageResult } from './stage-readings.ts'
import { readRejects } from './store.queries.ts'
import type { WrittenMonth } from './write-months.ts'

interface TakenIn {
  staged: StageResult
  months: readonly WrittenMonth[]
  report: ReadingsReport
}

/** Puts the files of the months into their places, and then, in one transaction, into the manifest. */
export async function commitMonths(intake: Intake, { staged, months, report }: TakenIn) {
  const { database, actor } = intake
  const now = intake.now()
  const importId = newId()
  const unit = await unitOf(intake)
  const places = { importId, writtenAt: now, sourceNames: staged.files.map(({ name }) => name) }
  const files: ReadingFileRow[] = []
  for (const month of months) {
    if (month.written) files.push(await placeFile(intake, month, places))
  }
  const { cityCode, unitId, path: unitPath } = unit
  const { rows, imported, unchanged, unread, rejected } = report
  const sums = { rows, imported, unchanged, unread, rejected }
  await database.transact('system', async (db) => {
    await insertImport(db, {
      ...{ cityCode, importId, unitId, unitPath, files: staged.files, ...sums },
      ...{ importedBy: actor.personId, importedByName: actor.name, importedAt: now },
    })
    await putRejects(db, intake, { cityCode, importId, unitPath })
    await putFiles(db, files)
    await putCoverage(
      db,
      months.flatMap(({ written }) => written?.coverage ?? []),
    )
    const details = {
      ...sums,
      months: files.map(({ cityCode, month, rows }) => ({ cityCode, month, rows })),
    }
    const subject = { id: importId, path: unitPath, cityCode }
    await record({ db, actor, now }, 'reading.imported', subject, details)
    await intake.wanted.onCommit?.(db, report)
  })
}

/** An import belongs to its city, or to the province. */
async function unitOf({ database, wanted, cities }: Intake): Promise<CityUnit> {
  const [city] = cities
  if (wanted.cityCode !== undefined && city) return city
  const root = await database.transact('system', findRootUnit)
  if (!root) throw new Error('cities without a province')
  return root
}

async function putRejects(
  db: Db,
  { duck }: Intake,
  place: { cityCode: string; importId: string; unitPath: string },
) {
  let first = 1
  for await (const rows of readRejects(duck)) {
    await insertRejects(db, place, { first, rows })
    first += rows.length
  }
}

async function placeFile(
  { cities, folder, actor }: Intake,
  { cityCode, month, rows, unchanged, accounts, written }: WrittenMonth,
  places: Pick<ReadingFileRow, 'importId' | 'writtenAt' | 'sourceNames'>,
): Promise<ReadingFileRow> {
  if (!written) throw new Error('nothing was written')
  const city = cities.find((unit) => unit.cityCode === cityCode)
  if (!city) throw new Error(`no unit for the city ${cityCode}`)
  const { path, coverage: _coverage, ...sums } = written
  const fileId = newId()
  const place = folder.parquetPath(cityCode, month, fileId)
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  const { size } = await stat(path)
  await moveIntoPlace(path, place)
  return {
    ...{ cityCode, fileId, month, unitId: city.unitId, unitPath: city.path, ...places, ...sums },
    ...{ accounts, changed: rows - unchanged, bytes: size, digest: hash.digest('hex') },
    writtenByName: actor.name,
  }
}
