import type { exportEventsRoute } from '@nuandeng/contract'
import { shanghaiDate, shanghaiTime } from '@nuandeng/domain'
import { type Context, record } from '../../platform/context.ts'
import type { Call } from '../../platform/http.ts'
import { sendTable } from '../../platform/send-table.ts'
import type { Cell } from '../../platform/xlsx.ts'
import { countEvents, type EventFilter, type EventView, listEventViews } from './event.queries.ts'
import { wantedEvents } from './list-events.ts'

const PAGE = 2000

const COLUMNS = [
  '事件编号 event_id',
  '时间 recorded_at',
  '操作人 actor',
  '操作人编号 actor_id',
  '事项 kind',
  '对象 subject_id',
  '地市代码 city_code',
  '单位路径 unit_path',
  '详情 details',
  '封存块 block_no',
]

type ExportCall = Call<typeof exportEventsRoute>

/**
 * Downloads the filtered trail up to now. That it was exported, and by which filter, is an Event itself,
 * which comes after the newest one in the file.
 */
export async function exportEvents(call: ExportCall) {
  const { deps, reply, input, actor, scope } = call
  const { format, ...wanted } = input
  const now = deps.now()
  const found = await deps.database.transact(scope, async (db) => {
    const ctx: Context = { db, actor, now, vault: deps.vault, announce: () => {} }
    const { filter, cityCodes } = await wantedEvents(ctx, wanted)
    const [newest] = await listEventViews(db, filter, { cityCodes, after: undefined, limit: 1 })
    const upTo = newest && cursorAt(newest)
    const rows = upTo ? (await countEvents(db, filter, { cityCodes, upTo })).count : 0
    const subject = { id: actor.personId, path: actor.unitPath, cityCode: actor.cityCode }
    await record(ctx, 'event.exported', subject, { ...wanted, format, rows })
    return { filter, cityCodes, rows, newest }
  })
  return sendTable(reply, {
    format,
    name: `audit-${shanghaiDate(now)}`,
    sheet: '审计记录',
    columns: COLUMNS,
    rows: found.rows,
    pages: pagesOf(call, found),
  })
}

interface Found {
  filter: EventFilter
  cityCodes: readonly string[]
  rows: number
  newest: EventView | undefined
}

/**
 * Pages of rows, newest first, down to the oldest. A change that began before the count and ended after
 * it comes in above the count; fewer rows than counted break the export.
 */
async function* pagesOf({ deps, scope }: ExportCall, { filter, cityCodes, rows, newest }: Found) {
  let page = newest ? [newest] : []
  let sent = 0
  for (let last = newest; last; last = page.at(-1)) {
    yield page.map(cellsOf)
    sent += page.length
    const below = { cityCodes, after: cursorAt(last), limit: PAGE }
    page = await deps.database.transact(scope, (db) => listEventViews(db, filter, below))
  }
  if (sent < rows) throw new Error(`${rows - sent} of ${rows} events are missing from the export`)
}

function cursorAt({ recordedAt, eventId }: EventView) {
  return { recordedAt: recordedAt.toISOString(), eventId }
}

function cellsOf(event: EventView): Cell[] {
  return [
    event.eventId,
    shanghaiTime(event.recordedAt),
    event.actorName,
    event.actorId,
    event.kind,
    event.subjectId,
    event.cityCode,
    event.unitPath,
    JSON.stringify(event.details),
    event.blockNo,
  ]
}
