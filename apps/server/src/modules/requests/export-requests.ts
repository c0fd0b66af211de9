import type { exportRequestsRoute } from '@nuandeng/contract'
import { pathsWith, shanghaiDate, shanghaiTime } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import type { Call } from '../../platform/http.ts'
import { problems } from '../../platform/problems.ts'
import { sendTable } from '../../platform/send-table.ts'
import type { Cell } from '../../platform/xlsx.ts'
import { findUnit } from '../organisation/index.ts'
import { findBySearch } from './find-by-search.ts'
import {
  countRequests,
  listRequests,
  type RequestFilter,
  type RequestView,
} from './request-view.queries.ts'

const PAGE = 1000
/** So many may be found by their words for one export. */
const MOST = 100_000

const COLUMNS = [
  '工单编号 number',
  '类型 kind',
  '细类 subkind',
  '状态 state',
  '单位 unit',
  '责任人 owner',
  '受理时间 accepted_at',
  '办结时间 done_at',
  '渠道 channel',
  '户号 account_no',
  '地址 address',
  '联系人 contact (脱敏 masked)',
  '内容 content',
  '催办次数 chases',
  '最近到期 due_at',
  '未兑现 broken_clocks',
  '满意度 satisfaction',
]

/** Downloads the filtered requests, contacts masked; who exported what is an Event before the first byte. */
export async function exportRequests(call: Call<typeof exportRequestsRoute>) {
  const { deps, reply, input, actor, scope } = call
  const { format, unitId, ...wanted } = input
  const { search, ...plain } = wanted
  const recordedBy = deps.now()
  const { filter, rows } = await deps.database.transact(scope, async (db) => {
    const ctx: Context = { db, actor, now: recordedBy, vault: deps.vault, announce: () => {} }
    const unit = unitId ? await findUnit(db, unitId) : undefined
    if (unitId && !unit) throw problems.notFound('unit', unitId)
    if (unit) authorize(ctx, 'request.export', unit)
    const paths = unit ? [unit.path] : pathsWith(actor.grants, 'request.export')
    const found = await findBySearch(db, search, { paths, ...plain, limit: MOST + 1 })
    if ((found.requestIds?.length ?? 0) > MOST)
      throw problems.wrongField('search', 'too-many', `more than ${MOST} requests say this`)
    const filter: RequestFilter = { ...plain, ...found, unitPath: unit?.path, recordedBy }
    const { count } = await countRequests(db, filter)
    const subject = { id: actor.personId, path: actor.unitPath, cityCode: actor.cityCode }
    await record(ctx, 'request.exported', subject, { ...wanted, unitId, format, rows: count })
    return { filter, rows: count }
  })
  return sendTable(reply, {
    format,
    name: `requests-${shanghaiDate(recordedBy)}`,
    sheet: '工单',
    columns: COLUMNS,
    rows,
    pages: pagesOf(call, filter, rows),
  })
}

/** Pages of rows, newest first, no more than were counted. */
async function* pagesOf(
  { deps, scope }: Pick<Call<typeof exportRequestsRoute>, 'deps' | 'scope'>,
  filter: RequestFilter,
  rows: number,
) {
  let after: { at: string; id: string } | undefined
  for (let left = rows; left > 0; ) {
    const limit = Math.min(PAGE, left)
    const page = { after, limit }
    const found = await deps.database.transact(scope, (db) => listRequests(db, filter, page))
    const taken = found.slice(0, limit)
    const last = taken.at(-1)
    if (!last) throw new Error(`${left} of ${rows} requests are missing from the export`)
    yield taken.map(cellsOf)
    left -= taken.length
    after = { at: last.acceptedAt.toISOString(), id: last.requestId }
  }
}

const timeOf = (at: Date | null) => at && shanghaiTime(at)

function cellsOf(row: RequestView): Cell[] {
  const { contactMasked: contact } = row
  return [
    ...[row.number, row.kind, row.subkind, row.state, row.unitName, row.ownerName],
    ...[timeOf(row.acceptedAt), timeOf(row.doneAt), row.channel, row.accountNo, row.address],
    contact && [contact.name, contact.phone ?? ''].join(' ').trim(),
    ...[row.content, row.chases, timeOf(row.nextDueAt), row.brokenClocks, row.satisfaction],
  ]
}
