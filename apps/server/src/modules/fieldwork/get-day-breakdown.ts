import type { getDayBreakdownRoute, InputOf } from '@nuandeng/contract'
import type { Context } from '../../platform/context.ts'
import { unitRef } from '../organisation/index.ts'
import { findDayInReach } from './day-in-reach.ts'
import { figuresOf } from './figures.ts'
import { listBreakdown } from './totals.queries.ts'

/** GROUPING bits of (hour, walk-in type, customer class): the one that is told apart is 0. */
const BY_HOUR = 0b011
const BY_WALK_IN_TYPE = 0b101
const BY_CUSTOMER_CLASS = 0b110

/** Figures of a unit by hour, by walk-in type and by customer class, late records included. */
export async function getDayBreakdown(ctx: Context, input: InputOf<typeof getDayBreakdownRoute>) {
  const { unit } = await findDayInReach(ctx, input)
  const rows = await listBreakdown(ctx.db, input, unit.path)
  const of = (axis: number) => rows.filter((row) => row.axis === axis)
  return {
    unit: unitRef(unit),
    byHour: of(BY_HOUR).map((row) => ({ hour: row.hour ?? 0, totals: figuresOf(row) })),
    byWalkInType: of(BY_WALK_IN_TYPE).map((row) => ({
      walkInType: row.walkInType,
      totals: figuresOf(row),
    })),
    byCustomerClass: of(BY_CUSTOMER_CLASS).map((row) => ({
      customerClass: row.customerClass,
      totals: figuresOf(row),
    })),
  }
}
