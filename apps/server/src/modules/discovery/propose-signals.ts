import {
  type DiscoveryEdition,
  type DiscoveryRule,
  type Finding,
  meets,
  type PlainDate,
  reasonOf,
  shanghaiDate,
} from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import {
  endSignals,
  insertSignals,
  type KnownSignal,
  listByAccount,
  listKnown,
  listUnseen,
  type NewSignal,
  type Said,
  updateSeen,
} from './proposal.queries.ts'

/** What a run made of the findings of one rule. */
export interface Proposed {
  found: number
  fresh: number
  again: number
  resting: number
  ended: number
  noFile: number
}

export interface Proposal {
  cityCode: string
  edition: DiscoveryEdition
  ruleIds: readonly string[]
  findings: AsyncIterable<readonly Finding[]>
  /** Which of these accounts were read in the newest month: of others nobody knows whether it is still so. */
  wereRead(accounts: readonly string[]): Promise<ReadonlySet<string>>
}

/** Each page looks at all signals. */
const UNSEEN_AT_ONCE = 50_000
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/**
 * Makes signals of what rules found (提出线索): a new one, or one more look at what is known. A finding proposes and
 * decides nothing: the state of a signal is changed by persons alone.
 */
export async function proposeSignals(
  ctx: Pick<Context, 'db' | 'now'>,
  proposal: Proposal,
): Promise<Map<string, Proposed>> {
  const sums = new Map(proposal.ruleIds.map((ruleId) => [ruleId, noneProposed()]))
  // A customer may be read under the number of a file that was merged: one of the two is enough.
  const met = new Set<string>()
  for await (const batch of proposal.findings) {
    const wanted = batch.filter(({ ruleId }) => sums.has(ruleId))
    if (wanted.length > 0) await proposeBatch(ctx, proposal, { batch: wanted, sums, met })
  }
  await endUnseen(ctx, proposal, sums)
  return sums
}

function noneProposed(): Proposed {
  return { found: 0, fresh: 0, again: 0, resting: 0, ended: 0, noFile: 0 }
}

async function proposeBatch(
  { db, now }: Pick<Context, 'db' | 'now'>,
  { cityCode, edition, ruleIds }: Proposal,
  work: { batch: readonly Finding[]; sums: Map<string, Proposed>; met: Set<string> },
) {
  const { batch, sums, met } = work
  const accounts = [...new Set(batch.map(({ account }) => account))]
  const customers = new Map(
    (await listByAccount(db, cityCode, accounts)).map((row) => [row.accountNo, row.customerId]),
  )
  const of = { customerIds: [...new Set(customers.values())], ruleIds }
  const known = new Map((await listKnown(db, cityCode, of)).map((row) => [keyOf(row), row]))
  const fresh: NewSignal[] = []
  const seen: Said[] = []
  for (const finding of batch) {
    const sum = sums.get(finding.ruleId) ?? noneProposed()
    const customerId = customers.get(finding.account)
    sum.found++
    if (!customerId) {
      sum.noFile++
      continue
    }
    const key = keyOf({ customerId, ruleId: finding.ruleId })
    if (met.has(key)) continue
    met.add(key)
    const rule = ruleOf(edition, finding.ruleId)
    const before = known.get(key)
    const said = saidOf(edition, rule, finding)
    if (
      !before ||
      meets(before, { ...said, firstDay: said.reason.days?.[0] }, shanghaiDate(now)) === 'new'
    ) {
      const { kind: ruleKind, queue } = rule
      fresh.push({
        ...{ ...said, customerId, ruleId: rule.id, ruleKind, queue },
        before: before?.signalId,
      })
      sum.fresh++
    } else {
      seen.push({ ...said, signalId: before.signalId })
      sum[isResting(before) ? 'resting' : 'again']++
    }
  }
  if (fresh.length > 0) await insertSignals(db, cityCode, fresh, now)
  if (seen.length > 0) await updateSeen(db, cityCode, seen, now)
}

function keyOf({ customerId, ruleId }: { customerId: string; ruleId: string }): string {
  return `${customerId}/${ruleId}`
}

function isResting({ restsUntil }: KnownSignal): boolean {
  return restsUntil !== null
}

function ruleOf(edition: DiscoveryEdition, ruleId: string): DiscoveryRule {
  const rule = edition.rules.find(({ id }) => id === ruleId)
  if (!rule) throw new Error(`a finding of ${ruleId}, which is no rule of ${edition.edition}`)
  return rule
}

function saidOf(edition: DiscoveryEdition, rule: DiscoveryRule, finding: Finding): Said {
  const { score, level, numbers, from, to } = finding
  const { title, titleEn } = rule
  return {
    ...{ signalId: newId(), score, colour: level, edition: edition.edition },
    ...{ firstMonth: monthOf(from), lastMonth: monthOf(to) },
    reason: {
      ...{ title, titleEn, numbers },
      text: reasonOf(rule, numbers, 'zh'),
      textEn: reasonOf(rule, numbers, 'en'),
      ...(rule.kind === 'silence' ? { days: [from as PlainDate, to as PlainDate] } : {}),
    },
  }
}

/** `2011-10` or `2011-10-15` → the first day of its month. */
function monthOf(text: string): PlainDate {
  return `${text.slice(0, 7)}-01` as PlainDate
}

/** What was known and was not found: it is so no longer, where the newest month was read. */
async function endUnseen(
  { db, now }: Pick<Context, 'db' | 'now'>,
  { cityCode, ruleIds, wereRead }: Proposal,
  sums: Map<string, Proposed>,
) {
  for (let after = BEFORE_ALL; ; ) {
    const page = { ruleIds, at: now, after, limit: UNSEEN_AT_ONCE }
    const unseen = await listUnseen(db, cityCode, page)
    const last = unseen.at(-1)
    if (!last) return
    after = last.signalId
    const read = await wereRead(unseen.map(({ accountNo }) => accountNo))
    const ended = unseen.filter(({ accountNo }) => read.has(accountNo))
    const signalIds = ended.map(({ signalId }) => signalId)
    await endSignals(db, cityCode, signalIds, now)
    for (const { ruleId } of ended) {
      const sum = sums.get(ruleId)
      if (sum) sum.ended++
    }
  }
}
