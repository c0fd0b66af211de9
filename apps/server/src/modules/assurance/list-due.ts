import type { InputOf, listDueRoute } from '@nuandeng/contract'
import { addDays, judgeDue, maskName, shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import { type DueCursor, type DueRow, listDueThings } from './due.queries.ts'

/** What is due for key customers: inspections, plans, drills, contract service, hazards, licences. */
export async function listDue(ctx: Context, input: InputOf<typeof listDueRoute>) {
  const { cursor, limit, unitId, soonDays, ...wanted } = input
  const today = shanghaiDate(ctx.now)
  const unitPath = unitId && (await getUnitPath(ctx, unitId))
  const filter = { ...wanted, unitPath, today, soonOn: addDays(today, soonDays) }
  const after = cursor === undefined ? undefined : cursorFrom(cursor)
  const rows = await listDueThings(ctx.db, filter, { after, limit: limit + 1 })
  const { items, next } = pageFrom(rows, limit, cursorOf)
  return {
    items: items.map((row) => ({ ...dueReply(row), state: judgeDue(row.dueOn, today, soonDays) })),
    next,
  }
}

async function getUnitPath(ctx: Context, unitId: string) {
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, 'assurance.read', unit)
  return unit.path
}

function dueReply(row: DueRow) {
  const { customerId, accountNo, name, customerClass, grade } = row
  const { kind, hazardId, text, lastOn, dueOn, isCycleSet } = row
  return {
    customer: { customerId, accountNo, name: maskName(name), customerClass, grade },
    unit: { unitId: row.unitId, kind: row.unitKind, name: row.unitName, path: row.unitPath },
    ...{ kind, hazardId, text, lastOn, dueOn, isCycleSet },
  }
}

function cursorOf({ dueOn, customerId, thing }: DueRow): string {
  return `${dueOn ?? '-infinity'}~${customerId}~${thing}`
}

const CURSOR = /^(\d{4}-\d\d-\d\d|-infinity)~([0-9a-f]{8}-[0-9a-f-]{27})~([a-z0-9-]+)$/

function cursorFrom(text: string): DueCursor {
  const [, order, customerId, thing] = CURSOR.exec(text) ?? []
  if (!order || !customerId || !thing) {
    throw problems.wrongField('cursor', 'invalid-cursor', 'take it from the page before')
  }
  return { order, customerId, thing }
}
