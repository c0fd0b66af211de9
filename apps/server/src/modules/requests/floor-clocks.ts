import { type CaseFacts, type Clock, clocksOf } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { calendarFor, floorEdition } from '../commitments/index.ts'
import { factsOf, type Happened } from './hold-request.ts'
import type { RequestRow } from './request.queries.ts'
import { ruleOf } from './request-reply.ts'

/**
 * How a request stands under the regulatory floor (监管底线) beside its promises: judged from the same steps at each look
 * and never stored (ADR 21). Where a step was corrected, the verdict by its first time stands beside.
 */
export async function floorReply(
  ctx: Context,
  request: RequestRow,
  { withdrawnAt, ...happened }: Happened & { withdrawnAt: Date | undefined },
) {
  const edition = floorEdition(request.acceptedAt)
  if (!edition) return null
  const { process } = factsOf(request, happened)
  const calendar = await calendarFor(ctx.db, request.unitPath, { editions: [edition], process })
  const asOf = withdrawnAt ?? ctx.now
  const judge = (facts: CaseFacts) => clocksOf(edition, facts, calendar, asOf)
  const rounds = Array.from({ length: request.round }, (_, i) => i + 1)
  const clocks = rounds.flatMap((round) => {
    const first = new Map(
      judge(factsOf(request, asFirstTold(happened), round)).map((clock) => [clock.row, clock]),
    )
    return judge(factsOf(request, happened, round))
      .filter(({ stoppedAt, verdict }) => !withdrawnAt || stoppedAt || verdict !== 'open')
      .map((clock) => ({
        ...clockReply(edition.edition, clock),
        round,
        firstVerdict: firstOf(clock, first.get(clock.row)),
      }))
  })
  const { name, nameEn } = edition
  return { edition: edition.edition, name, nameEn, clocks }
}

/** The steps as they were told first: without what took their place. */
function asFirstTold({ steps, pauses }: Happened) {
  const corrections = new Set(steps.map(({ replacedById }) => replacedById))
  return {
    pauses,
    steps: steps
      .filter(({ stepId }) => !corrections.has(stepId))
      .map((step) => ({ ...step, replacedById: null })),
  }
}

const firstOf = (clock: Clock, first: Clock | undefined) =>
  first && first.verdict !== clock.verdict ? first.verdict : null

function clockReply(edition: string, clock: Clock) {
  const { title, titleEn, source } = ruleOf(edition, clock.row)
  const text = (at: Date | null) => at?.toISOString() ?? null
  return {
    ...{ row: clock.row, title, titleEn, source, ...clock.period, statistic: clock.statistic },
    startedAt: clock.startedAt.toISOString(),
    dueAt: text(clock.dueAt),
    stoppedAt: text(clock.stoppedAt),
    isProvisional: clock.isProvisional,
    isAssumed: clock.isAssumed,
    stand: clock.verdict,
  }
}
