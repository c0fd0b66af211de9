import type { exportSignalsRoute } from '@nuandeng/contract'
import { shanghaiDate, shanghaiTime } from '@nuandeng/domain'
import { type Context, record } from '../../platform/context.ts'
import type { Call } from '../../platform/http.ts'
import { sendTable } from '../../platform/send-table.ts'
import type { Cell } from '../../platform/xlsx.ts'
import { reachOf, signalFilterOf } from './list-signals.ts'
import {
  countSignals,
  listSignalKeys,
  listSignalsByKey,
  type SignalCursor,
  type SignalFilter,
} from './signal.queries.ts'
import { signalReply } from './signal-view.ts'

const PAGE = 2000

const COLUMNS = [
  '线索编号 signal_id',
  '户号 account_no',
  '户名 customer (脱敏 masked)',
  '单位 unit',
  '单位路径 unit_path',
  '规则 rule',
  '理由 reason',
  '起始月 first_month',
  '最近月 last_month',
  '分值 score',
  '颜色 colour',
  '状态 state',
  '走访结果 verdict',
]

/**
 * Downloads the filtered signals for the work on them. Who, when and what for stands above the header, with the words
 * that it is not to be published; the Event stands before the first byte goes out.
 */
export async function exportSignals(call: Call<typeof exportSignalsRoute>) {
  const { deps, reply, input, actor } = call
  const { format, purpose, ...wanted } = input
  const now = deps.now()
  const { filter, rows } = await inContext(call, async (ctx) => {
    const filter = await signalFilterOf(ctx, wanted, 'signal.export')
    const { count: rows } = await countSignals(ctx.db, filter, reachOf(ctx, 'signal.export'))
    const subject = { id: actor.personId, path: actor.unitPath, cityCode: actor.cityCode }
    const { search: _, ...told } = wanted
    await record(ctx, 'signal.exported', subject, { ...told, format, purpose, rows })
    return { filter, rows }
  })
  const who = `${actor.name}（${actor.loginName}）`
  const watermark = `内部工作资料 不得公开 导出人：${who} 时间：${shanghaiTime(now)} 用途：${purpose} 共 ${rows} 条`
  return sendTable(reply, {
    ...{ format, rows, name: `signals-${shanghaiDate(now)}`, sheet: '线索' },
    // A line above the header must not look like one of several cells.
    ...{ above: [[watermark.replace(/[,;\t\r\n]/g, ' ')]], columns: COLUMNS },
    pages: pagesOf(call, filter, rows),
  })
}

type ExportCall = Call<typeof exportSignalsRoute>

function inContext<T>(
  { deps, actor, scope }: ExportCall,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  return deps.database.transact(scope, (db) =>
    work({ db, actor, now: deps.now(), vault: deps.vault, announce: () => {} }),
  )
}

async function* pagesOf(call: ExportCall, filter: SignalFilter, rows: number) {
  let after: SignalCursor | undefined
  for (let left = rows; left > 0; ) {
    const limit = Math.min(PAGE, left)
    const found = await inContext(call, async (ctx) => {
      const reach = reachOf(ctx, 'signal.export')
      const keys = await listSignalKeys(ctx.db, filter, { reach, after, limit })
      return listSignalsByKey(
        ctx.db,
        keys.map(({ signalId }) => signalId),
      )
    })
    const last = found.at(-1)
    if (!last) throw new Error(`${left} of ${rows} signals are missing from the export`)
    yield found.map((row) => cellsOf(signalReply(row)))
    left -= found.length
    after = last
  }
}

function cellsOf(row: ReturnType<typeof signalReply>): Cell[] {
  const { customer, unit } = row
  return [
    ...[row.signalId, customer.accountNo, customer.name, unit.name, unit.path],
    ...[row.title.zh, row.reason.zh, row.firstMonth, row.lastMonth, row.score],
    ...[row.colour, row.state, row.verdict],
  ]
}
