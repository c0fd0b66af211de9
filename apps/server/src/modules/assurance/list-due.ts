import type { InputOf, listDueRoute } from '@nuandeng/contract'
import { addDays, judgeDue, nameShown, pathsWith, shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import {
  type DueCursor,
  type DueCustomer,
  type DueThing,
  listDueCustomers,
  listDueThings,
} from './due.queries.ts'

/** What is due for key customers: inspections, plans, drills, contract service, hazards, licences. */
export async function listDue(ctx: Context, input: InputOf<typeof listDueRoute>) {
  const { cursor, limit, unitId, soonDays, ...wanted } = input
  const today = shanghaiDate(ctx.now)
  const paths = unitId
    ? [await getUnitPath(ctx, unitId)]
    : pathsWith(ctx.actor.grants, 'assurance.read')
  const filter = { ...wanted, paths, today, soonOn: addDays(today, soonDays) }
  const after = cursor === undefined ? undefined : cursorFrom(cursor)
  const things = await listDueThings(ctx.db, filter, { after, limit: limit + 1 })
  const { items, next } = pageFrom(things, limit, cursorOf)
  const ids = [...new Set(items.map(({ customerId }) => customerId))]
  const customers = await listDueCustomers(ctx.db, ids)
  const customerOf = new Map(customers.map((row) => [row.customerId, row]))
  return {
    items: items.flatMap((thing) => {
      const customer = customerOf.get(thing.customerId)
      const state = judgeDue(thing.dueOn, today, soonDays)
      return customer ? [{ ...dueReply(thing, customer), state }] : []
    }),
    next,
  }
}

async function getUnitPath(ctx: Context, unitId: string) {
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, 'assurance.read', unit)
  return unit.path
}

function dueReply(thing: DueThing, customer: DueCustomer) {
  const { customerId, accountNo, name, customerClass, grade } = customer
  const { unitId, unitKind, unitName, unitPath } = customer
  const { kind, hazardId, text, lastOn, dueOn, isCycleSet } = thing
  return {
    customer: { customerId, accountNo, name: nameShown(name, customerClass), customerClass, grade },
    unit: { unitId, kind: unitKind, name: unitName, path: unitPath },
    ...{ kind, hazardId, text, lastOn, dueOn, isCycleSet },
  }
}

function cursorOf({ dueOn, customerId, thing }: DueThing): string {
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
