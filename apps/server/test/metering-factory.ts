import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PlainDate } from '@nuandeng/domain'
import { importReadings } from '../src/modules/metering/index.ts'
import {
  insertImport,
  insertRejects,
  putCoverage,
  putFiles,
} from '../src/modules/metering/metering.queries.ts'
import { NOBODY } from '../src/platform/context.ts'
import { newId } from '../src/platform/ids.ts'
import type { TestServer } from './harness.ts'

interface Choices {
  cityCode?: string
  isDryRun?: boolean
  allowFewer?: boolean
  name?: string
  onProgress?: (fraction: number) => void
  signal?: AbortSignal
}

/** Takes the text of a file of readings in, as the command line does. */
export async function takeReadings(
  { installation, clock }: TestServer,
  text: string,
  { isDryRun = false, allowFewer = false, name = 'readings.csv', ...more }: Choices = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-readings-'))
  try {
    const path = join(folder, name)
    writeFileSync(path, text)
    const { database, settings } = installation
    const actor = { ...NOBODY, name: 'nuandeng readings import' }
    return await importReadings(
      { database, dataDir: settings.dataDir, now: () => clock.now, actor },
      {
        cityCode: undefined,
        ...more,
        paths: [path],
        profile: {},
        isDryRun,
        allowFewer,
        memoryMb: 256,
      },
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What lies in the folder of the readings, without what an import still works on. */
export function filesOf({ installation: { settings } }: TestServer): string[] {
  const found = readdirSync(join(settings.dataDir, 'metering'), {
    recursive: true,
    encoding: 'utf8',
  })
  return found.filter((name) => /\.\w+$/.test(name)).sort()
}

/** A row of every table of meter data, all of it at the first station. */
export async function storedReadings({ database, clock, units: { station } }: TestServer) {
  const { cityCode, unitId, path: unitPath } = station
  const [importId, fileId] = [newId(), newId()]
  const month = '2011-09-01' as PlainDate
  const sums = { rows: 2, imported: 1, unchanged: 0, unread: 0, rejected: 1 }
  const by = { importedBy: NOBODY.personId, importedByName: 'nuandeng readings import' }
  const reject = {
    file: 'readings.csv',
    line: 3,
    column: null,
    code: 'negative',
    message: '电量为负',
  }
  await database.transact('system', async (db) => {
    const place = { cityCode, importId, unitId, unitPath }
    const files = [
      {
        name: 'readings.csv',
        digest: 'd',
        encoding: 'utf-8',
        form: 'long',
        period: 'month',
        rows: 2,
        rejected: 1,
      },
    ]
    await insertImport(db, { ...place, files, ...sums, ...by, importedAt: clock.now })
    await insertRejects(db, place, {
      first: 1,
      rows: [{ ...reject, raw: `${importId},2011-09,-1` }],
    })
    const file = {
      ...{
        ...place,
        fileId,
        month,
        sourceNames: ['readings.csv'],
        rows: 1,
        accounts: 1,
        changed: 1,
        used: 150,
      },
      ...{
        firstDay: month,
        lastDay: '2011-09-30' as PlainDate,
        dailyRows: 0,
        bytes: 1,
        digest: 'd',
      },
    }
    await putFiles(db, [{ ...file, writtenByName: by.importedByName, writtenAt: clock.now }])
    await putCoverage(db, [{ cityCode, month, unitId, customers: 2, covered: 1 }])
  })
  return { importId, fileId }
}
