import type { exportCustomersRoute } from '@nuandeng/contract'
import { isWithin, pathsWith, shanghaiDate, shanghaiTime } from '@nuandeng/domain'
import { type Context, record } from '../../platform/context.ts'
import type { Call } from '../../platform/http.ts'
import { problems } from '../../platform/problems.ts'
import { sendTable } from '../../platform/send-table.ts'
import { listCustomersByKey } from './customer.queries.ts'
import { EXPORT_COLUMNS, exportCells } from './export-cells.ts'
import { keeperOf } from './keeper.ts'
import {
  type CustomerCursor,
  type CustomerFilter,
  countCustomers,
  listCustomerKeys,
} from './list.queries.ts'
import { filterOf } from './list-customers.ts'

const PAGE = 2000

type ExportCall = Call<typeof exportCustomersRoute>

/**
 * Downloads the filtered customers, with who, when and what for above the header (水印). In full only where
 * the actor may reveal every one of them. The Event stands before the first byte goes out.
 */
export async function exportCustomers(call: ExportCall) {
  const { deps, reply, input, actor, scope } = call
  const { format, content, purpose, ...wanted } = input
  const now = deps.now()
  const { filter, rows } = await deps.database.transact(scope, async (db) => {
    const ctx: Context = { db, actor, now, vault: deps.vault, announce: () => {} }
    const filter = await filterOf(ctx, wanted, 'customer.export')
    if (content === 'full') refuseHidden(ctx, filter)
    const groups = await countCustomers(db, filter, shanghaiDate(now))
    const rows = groups.reduce((sum, { count }) => sum + count, 0)
    const subject = { id: actor.personId, path: actor.unitPath, cityCode: actor.cityCode }
    await record(ctx, 'customer.exported', subject, { ...wanted, format, content, purpose, rows })
    return { filter, rows }
  })
  const who = `${actor.name}（${actor.loginName}）`
  const watermark = `导出人：${who} 时间：${shanghaiTime(now)} 用途：${purpose} 共 ${rows} 户`
  return sendTable(reply, {
    ...{ format, rows, name: `customers-${shanghaiDate(now)}`, sheet: '客户档案' },
    ...{ above: [[oneCell(watermark)]], columns: EXPORT_COLUMNS },
    pages: pagesOf(call, filter, rows),
  })
}

/** A line above the header must not look like one of several cells, which would tell the wrong delimiter. */
function oneCell(text: string): string {
  return text.replace(/[,;\t\r\n]/g, ' ')
}

function refuseHidden(ctx: Context, filter: CustomerFilter) {
  const open = pathsWith(ctx.actor.grants, 'customer.reveal')
  const isOpen = (path: string) => open.some((own) => isWithin(path, own))
  if (!filter.paths.every(isOpen)) throw problems.forbidden()
}

/** Pages of rows in the order of lists, no more than were counted. */
async function* pagesOf({ deps, scope, input }: ExportCall, filter: CustomerFilter, rows: number) {
  const keeper = keeperOf(deps.vault)
  let after: CustomerCursor | undefined
  for (let left = rows; left > 0; ) {
    const page = { after, limit: Math.min(PAGE, left) }
    const found = await deps.database.transact(scope, async (db) =>
      listCustomersByKey(db, await listCustomerKeys(db, filter, page)),
    )
    const last = found.at(-1)
    if (!last) throw new Error(`${left} of ${rows} customers are missing from the export`)
    yield found.map((row) => exportCells(row, keeper, input.content === 'full'))
    left -= found.length
    after = last
  }
}
