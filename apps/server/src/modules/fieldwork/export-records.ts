import type { exportFieldRecordsRoute } from '@nuandeng/contract'
import { pathsWith, shanghaiDate, shanghaiTime } from '@nuandeng/domain'
import { type Context, record } from '../../platform/context.ts'
import type { Call } from '../../platform/http.ts'
import { sendTable } from '../../platform/send-table.ts'
import type { Cell } from '../../platform/xlsx.ts'
import { filterOf } from './list-records.ts'
import {
  countRecordsFound,
  listRecordKeys,
  listRecordsByKey,
  type RecordCursor,
  type RecordFilter,
  type RecordView,
} from './record-view.queries.ts'

const PAGE = 2000

const COLUMNS = [
  '记录编号 record_id',
  '类型 kind',
  '单位 unit',
  '单位路径 unit_path',
  '发生时间 occurred_at',
  '接收时间 received_at',
  '走进类型 walk_in_type',
  '客户分类 customer_class',
  '对象 subject',
  '数量 quantity',
  '内容 text',
  '备注 remark',
  '联系人 contact (脱敏 masked)',
  '迟到 late',
  '更正了 corrects_id',
  '被更正 corrected_by_id',
]

/**
 * Downloads the filtered records, contacts masked. Who exported what is an Event before the first byte
 * goes out.
 */
export async function exportRecords(call: Call<typeof exportFieldRecordsRoute>) {
  const { deps, reply, input, actor, scope } = call
  const { format, ...wanted } = input
  const scopes = pathsWith(actor.grants, 'record.export')
  const { filter, rows } = await deps.database.transact(scope, async (db) => {
    const ctx: Context = { db, actor, now: deps.now(), vault: deps.vault, announce: () => {} }
    const filter = await filterOf(ctx, wanted, 'record.export')
    const rows = (await countRecordsFound(db, filter, scopes)).count
    const subject = { id: actor.personId, path: actor.unitPath, cityCode: actor.cityCode }
    await record(ctx, 'record.exported', subject, { ...wanted, format, rows })
    return { filter, rows }
  })
  return sendTable(reply, {
    format,
    name: `records-${shanghaiDate(deps.now())}`,
    sheet: '现场记录',
    columns: COLUMNS,
    rows,
    pages: pagesOf(call, filter, { scopes, rows }),
  })
}

/** Pages of rows, newest first, no more than were counted: what comes in meanwhile is not in the file. */
async function* pagesOf(
  { deps, scope }: Pick<Call<typeof exportFieldRecordsRoute>, 'deps' | 'scope'>,
  filter: RecordFilter,
  { scopes, rows }: { scopes: readonly string[]; rows: number },
) {
  let after: RecordCursor = { receivedAt: deps.now().toISOString(), recordId: LAST_ID }
  for (let left = rows; left > 0; ) {
    const page = { scopes, after, limit: Math.min(PAGE, left) }
    const found = await deps.database.transact(scope, async (db) =>
      listRecordsByKey(db, await listRecordKeys(db, filter, page)),
    )
    const last = found.at(-1)
    if (!last) throw new Error(`${left} of ${rows} records are missing from the export`)
    yield found.map(cellsOf)
    left -= found.length
    after = { receivedAt: last.receivedAt.toISOString(), recordId: last.recordId }
  }
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

function cellsOf(row: RecordView): Cell[] {
  return [
    row.recordId,
    row.kind,
    row.unitName,
    row.unitPath,
    shanghaiTime(row.occurredAt),
    shanghaiTime(row.receivedAt),
    row.walkInType,
    row.customerClass,
    row.subject,
    row.quantity,
    row.text,
    row.remark,
    row.contactMasked && [row.contactMasked.name, row.contactMasked.phone ?? ''].join(' ').trim(),
    row.isLate ? '是' : null,
    row.correctsId,
    row.correctedById,
  ]
}
