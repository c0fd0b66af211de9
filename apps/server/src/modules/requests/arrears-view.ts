import type { InputOf, listArrearsRoute } from '@nuandeng/contract'
import {
  ARREARS_ACTIONS,
  ARREARS_GUARDS,
  type ArrearsFacts,
  type ArrearsGuard,
  arrearsRefuse,
  daysBetween,
  PERIOD_MINUTES,
  shanghaiDate,
} from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { noticeRule } from '../commitments/index.ts'
import { type ArrearsRow, listCases } from './arrears.queries.ts'
import { timeCursor } from './time-cursor.ts'

/** What ends the notice of a stop, by the names of the editions. */
export const STOP = 'supply.stopped'
/** Where the edition has no such promise: three days, the least of the law's 3 to 7. */
const LEAST_HOURS = 72

/** What has happened in a procedure, as its rule sees it. */
export function factsOf(found: ArrearsRow, at: Date): ArrearsFacts {
  const { state, notifiedAt, remindedAt } = found
  return {
    ...{ state, notifiedAt, remindedAt },
    guards: guardsOf(found),
    overdueDays: daysBetween(found.overdueSince, shanghaiDate(at)),
    urgings: found.urgedAt.length,
    noticeHours: noticeHours(found),
  }
}

/** The guards that were given and that of the file, which says no more than that there is one. */
function guardsOf({ guards, isGuardedByFile }: ArrearsRow): ArrearsGuard[] {
  const given = ARREARS_GUARDS.filter((guard) => guards.includes(guard))
  return isGuardedByFile && !given.includes('protected-customer')
    ? ['protected-customer', ...given]
    : given
}

function noticeHours({ edition }: ArrearsRow): number {
  const rule = noticeRule(edition, STOP)
  return rule ? (rule.limit * PERIOD_MINUTES[rule.unit]) / 60 : LEAST_HOURS
}

/** Procedures in reach, newest first. */
export async function listArrears(ctx: Context, input: InputOf<typeof listArrearsRoute>) {
  const after = input.cursor ? timeCursor(input.cursor) : undefined
  const rows = await listCases(ctx.db, input.state, { after, limit: input.limit })
  const { items, next } = pageFrom(
    rows,
    input.limit,
    (row) => `${row.openedAt.toISOString()}~${row.caseId}`,
  )
  return { items: items.map((row) => caseReply(row, ctx.now)), next }
}

export function caseReply(found: ArrearsRow, now: Date) {
  const text = (at: Date | null) => at?.toISOString() ?? null
  const { caseId, accountNo, amountFen, paidFen, overdueSince, isImportant, state } = found
  const { unitId, unitKind, unitName, unitPath, notifiedAt, noticeProof, reconnectionId } = found
  const facts = factsOf(found, now)
  return {
    ...{ caseId, accountNo, amountFen, paidFen, overdueSince, isImportant, state },
    guards: [...facts.guards],
    unit: { unitId, kind: unitKind, name: unitName, path: unitPath },
    urgedAt: found.urgedAt.map((at) => at.toISOString()),
    approvedAt: text(found.approvedAt),
    approvedBy: found.approvedByName,
    notifiedAt: text(notifiedAt),
    noticeProof,
    stopFrom:
      notifiedAt && new Date(notifiedAt.getTime() + facts.noticeHours * 3_600_000).toISOString(),
    remindedAt: text(found.remindedAt),
    stoppedAt: text(found.stoppedAt),
    settledAt: text(found.settledAt),
    reconnectionId,
    actions: ARREARS_ACTIONS.map((action) => ({
      action,
      refusal: arrearsRefuse(action, facts, now) ?? null,
    })),
  }
}
