import type { PlainDate } from '@nuandeng/domain'
import { type Duck, quoted } from '../../platform/duck.ts'
import type { ReadingFileRow } from './metering.queries.ts'

export type BuiltFile = Pick<ReadingFileRow, 'fileId' | 'firstDay' | 'lastDay' | 'dailyRows'>

/** The files that a state was made of. */
export async function listBuilt(duck: Duck): Promise<BuiltFile[]> {
  await duck.run(`
    create table if not exists built (
      file_id varchar not null, first_day date not null, last_day date not null, daily_rows bigint not null)`)
  const reader = await duck.runAndReadAll(
    'select file_id, first_day::varchar, last_day::varchar, daily_rows::double from built',
  )
  return reader.getRowsJson().map(([fileId, firstDay, lastDay, dailyRows]) => ({
    ...{ fileId: String(fileId), firstDay: firstDay as PlainDate, lastDay: lastDay as PlainDate },
    dailyRows: Number(dailyRows),
  }))
}

export async function setBuilt(duck: Duck, files: readonly BuiltFile[]) {
  const rows = files.map(
    ({ fileId, firstDay, lastDay, dailyRows }) =>
      `(${quoted(fileId)}, date '${firstDay}', date '${lastDay}', ${dailyRows})`,
  )
  await duck.run(`delete from built; insert into built values ${rows.join(', ')}`)
}
