import type { exportNeedsRoute, NeedRow } from '@nuandeng/contract'
import { shanghaiDate, shanghaiTime } from '@nuandeng/domain'
import { type Context, record } from '../../platform/context.ts'
import type { Db } from '../../platform/db.ts'
import type { Call } from '../../platform/http.ts'
import { sendTable } from '../../platform/send-table.ts'
import type { Cell } from '../../platform/xlsx.ts'
import { cursorFrom, cursorOf, needFilterOf, pageScope, showNeeds } from './list-needs.ts'
import { countNeeds, listNeedKeys, type NeedFilter } from './need-view.queries.ts'

const PAGE = 2000

const COLUMNS = [
  '需求编号 need_id',
  '户号 account_no',
  '户名 customer (脱敏 masked)',
  '客户分类 class',
  '单位 unit',
  '单位路径 unit_path',
  '类别 topic',
  '来源 source',
  '内容 text',
  '状态 state',
  '责任人 owner',
  '责任单位 owner_unit',
  '下一步 next_step',
  '下一步日期 next_step_on',
  '逾期 overdue',
  '结果 result',
  '结果说明 result_text',
  '提出人 filed_by',
  '提出时间 filed_at',
  '办结时间 closed_at',
]

/** Downloads the filtered needs. Who exported what is an Event before the first byte goes out. */
export async function exportNeeds(call: Call<typeof exportNeedsRoute>) {
  const { deps, reply, input } = call
  const { format, ...wanted } = input
  const { filter, rows } = await inContext(call, async (ctx) => {
    const filter = await needFilterOf(ctx, wanted, 'need.export')
    const { count: rows } = await countNeeds(ctx.db, filter, pageScope(ctx, 'need.export'))
    const { personId, unitPath, cityCode } = ctx.actor
    const subject = { id: personId, path: unitPath, cityCode }
    await record(ctx, 'need.exported', subject, { ...wanted, format, rows })
    return { filter, rows }
  })
  return sendTable(reply, {
    format,
    name: `needs-${shanghaiDate(deps.now())}`,
    sheet: '需求',
    columns: COLUMNS,
    rows,
    pages: pagesOf(call, filter, rows),
  })
}

type ExportCall = Call<typeof exportNeedsRoute>

function inContext<T>(
  { deps, actor, scope }: ExportCall,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  return deps.database.transact(scope, (db: Db) =>
    work({ db, actor, now: deps.now(), vault: deps.vault, announce: () => {} }),
  )
}

async function* pagesOf(call: ExportCall, filter: NeedFilter, rows: number) {
  let after: string | undefined
  for (let left = rows; left > 0; ) {
    const limit = Math.min(PAGE, left)
    const found = await inContext(call, async (ctx) => {
      const page = { after: after === undefined ? undefined : cursorFrom(after), limit }
      const scope = pageScope(ctx, 'need.export')
      return showNeeds(ctx, await listNeedKeys(ctx.db, filter, { ...scope, ...page }))
    })
    const last = found.at(-1)
    if (!last) throw new Error(`${left} of ${rows} needs are missing from the export`)
    yield found.map(cellsOf)
    left -= found.length
    after = cursorOf(last)
  }
}

function cellsOf(need: NeedRow): Cell[] {
  const { customer, unit, owner } = need
  return [
    need.needId,
    customer.accountNo,
    customer.name,
    customer.customerClass ?? null,
    unit.name,
    unit.path,
    need.topic,
    need.source,
    need.text,
    need.state,
    owner.person?.name ?? null,
    owner.unit.name,
    need.nextStep,
    need.nextStepOn,
    need.isOverdue ? '是' : null,
    need.result,
    need.resultText,
    need.filedBy,
    shanghaiTime(new Date(need.filedAt)),
    need.closedAt && shanghaiTime(new Date(need.closedAt)),
  ]
}
