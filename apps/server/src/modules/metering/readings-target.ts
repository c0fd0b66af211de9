import { READING_COLUMNS } from '@nuandeng/domain'
import type { FileTaken, FileToTakeIn, WholeTarget } from '../imports/index.ts'
import { importReadings } from './import-readings.ts'
import { lookAtReadings } from './look-at-readings.ts'
import type { ReadingsReport } from './readings-report.ts'

/** A look and an import may go on at once in the server, beside all else. */
const MEMORY_MB = 500

/** Files of readings, sent by people in the browser: those of a city, or of the province by its register. */
export const readingsTarget: WholeTarget = {
  name: 'readings',
  title: '抄表数据',
  permission: 'reading.import',
  columns: READING_COLUMNS,
  unitKinds: ['province', 'city'],
  look: lookAtReadings,
  takeIn,
}

async function takeIn(file: FileToTakeIn): Promise<FileTaken> {
  const { database, dataDir, now, actor, unit, path, fileName, isDryRun } = file
  const { map, options, rejectsPath, signal, onProgress } = file
  const { period, months, allowFewer = false } = options
  const report = await importReadings(
    { database, dataDir, now, actor },
    {
      ...{ paths: [path], fileName, profile: { map, period, months }, isDryRun, allowFewer },
      ...{ memoryMb: MEMORY_MB, rejectsPath, signal, onProgress },
      cityCode: unit.kind === 'city' ? unit.cityCode : undefined,
      onCommit: (db, taken) => file.onCommit(db, takenOf(taken)),
    },
  )
  return takenOf(report)
}

function takenOf(report: ReadingsReport): FileTaken {
  const { rows, imported, unchanged, rejected, refusal, unread, partialDays, months } = report
  return {
    ...{ rows, created: imported, unchanged, rejected, refusal },
    // Why the whole file was refused stands first there.
    errors: report.errors
      .slice(refusal ? 1 : 0)
      .flatMap(({ line, column, code, message }) =>
        line === null ? [] : [{ row: line, column, code, message }],
      ),
    details: { unread, partialDays, months },
  }
}
