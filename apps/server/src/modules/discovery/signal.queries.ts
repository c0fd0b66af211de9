import {
  type DiscoveryKind,
  type DismissReason,
  type FindingQueue,
  type NeedState,
  type NeedTopic,
  type PlainDate,
  QUEUE_ORDER,
  type SignalColour,
  type SignalState,
  type UnitKind,
  type Verdict,
} from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** The reason of a signal as the rule of its edition had it. */
export interface SignalReason {
  title: string
  titleEn: string
  text: string
  textEn: string
  numbers: Readonly<Record<string, number>>
  /** The first and the last day, of a rule that looks at days. */
  days?: readonly [PlainDate, PlainDate]
}

/** A signal as stored. */
export interface SignalFields {
  cityCode: string
  signalId: string
  customerId: string
  ruleId: string
  ruleKind: DiscoveryKind
  edition: string
  queue: FindingQueue
  firstMonth: PlainDate
  lastMonth: PlainDate
  score: number
  colour: SignalColour | null
  reason: SignalReason
  state: SignalState
  isLast: boolean
  foundAt: Date
  seenAt: Date
  timesSeen: number
  endedAt: Date | null
  decidedByName: string | null
  decidedAt: Date | null
  dismissReason: DismissReason | null
  dismissText: string | null
  restsUntil: PlainDate | null
  needId: string | null
  verdict: Verdict | null
  visitedOn: PlainDate | null
}

const FIELDS = sql`s.city_code, s.signal_id, s.customer_id, s.rule_id, s.rule_kind, s.edition, s.queue, s.first_month,
  s.last_month, s.score, s.colour, s.reason, s.state, s.is_last, s.found_at, s.seen_at, s.times_seen, s.ended_at,
  s.decided_by_name, s.decided_at, s.dismiss_reason, s.dismiss_text, s.rests_until, s.need_id, s.verdict, s.visited_on`

/** A signal with its customer, as it is shown. */
export interface SignalView extends SignalFields {
  accountNo: string
  name: string
  address: string | null
  customerClass: string | null
  unitId: string
  unitKind: UnitKind
  unitName: string
  path: string
}

const VIEW = sql`${FIELDS}, c.account_no, c.name, c.address, c.class as customer_class, u.unit_id, u.kind as unit_kind,
  u.name as unit_name, u.path::text as path`
const FROM = sql`signal s join customer c using (customer_id, city_code) join unit u on u.unit_id = c.unit_id`

/** By queue first: scores of different kinds of rules say nothing of one another. */
const QUEUE = sql`array_position(${[...QUEUE_ORDER]}::text[], s.queue)`
const ORDER = sql`${QUEUE}, s.score desc, s.signal_id desc`

/** A signal with the place of its customer, held: decisions on it come one after the other. */
export function findSignalForUpdate(db: Db, signalId: string) {
  return db.maybe<SignalFields & { path: string }>(sql`
    select ${FIELDS}, c.unit_path::text as path from signal s join customer c using (customer_id, city_code)
    where s.signal_id = ${signalId} for update of s`)
}

export function findSignalView(db: Db, signalId: string) {
  return db.maybe<SignalView>(sql`select ${VIEW} from ${FROM} where s.signal_id = ${signalId}`)
}

/** All signals of a customer by a rule, newest first. */
export function listSignalsOf(db: Db, { customerId, ruleId }: SignalFields) {
  return db.rows<SignalView>(sql`
    select ${VIEW} from ${FROM} where s.customer_id = ${customerId} and s.rule_id = ${ruleId}
    order by s.found_at desc, s.signal_id desc`)
}

/** The newest signals of a customer by other rules: one visit does for all of them. */
export function listOthersOf(db: Db, { customerId, ruleId }: SignalFields) {
  return db.rows<SignalView>(sql`
    select ${VIEW} from ${FROM} where s.customer_id = ${customerId} and s.rule_id <> ${ruleId} and s.is_last
    order by ${ORDER}`)
}

/** The newest signal of a customer by a rule. */
export function findLastSignal(db: Db, customerId: string, ruleId: string) {
  return db.maybe<SignalFields>(sql`
    select ${FIELDS} from signal s where s.customer_id = ${customerId} and s.rule_id = ${ruleId} and s.is_last`)
}

export interface SignalFilter {
  /** The unit and all below it. */
  unit?: { path: string } | undefined
  ruleId?: string | undefined
  queue?: FindingQueue | undefined
  state?: SignalState | undefined
  colour?: SignalColour | undefined
  withEnded?: boolean | undefined
  search?: string | undefined
}

export interface SignalCursor {
  queue: FindingQueue
  score: number
  signalId: string
}

/** Whose signals are looked for as the system: what the wall would show. */
export interface SignalReach {
  /** The units at which the actor holds the permission. */
  scopes: readonly string[]
  /** Those at which care flags may be read, and so signals that tell of them. */
  carePaths: readonly string[]
}

function conditionsOf(filter: SignalFilter, { scopes, carePaths }: SignalReach) {
  const wanted = [
    sql`s.is_last`,
    sql`c.unit_path <@ any (${scopes}::ltree[])`,
    sql`(not asks_care(s.rule_kind) or c.unit_path <@ any (${carePaths}::ltree[]))`,
  ]
  if (filter.unit) wanted.push(sql`c.unit_path <@ ${filter.unit.path}::ltree`)
  if (filter.ruleId) wanted.push(sql`s.rule_id = ${filter.ruleId}`)
  if (filter.queue) wanted.push(sql`s.queue = ${filter.queue}`)
  if (filter.state) wanted.push(sql`s.state = ${filter.state}`)
  if (filter.colour) wanted.push(sql`s.colour = ${filter.colour}`)
  // What somebody has in hand is shown until it is settled, also when it is so no longer.
  if (!filter.withEnded) wanted.push(sql`(s.ended_at is null or s.state <> 'open')`)
  if (filter.search) {
    wanted.push(sql`(starts_with(c.account_no, ${filter.search})
      or strpos(search_form(c.name), search_form(${filter.search})) > 0)`)
  }
  return sql.join(wanted, sql` and `)
}

/**
 * Which signals a filter finds, by queue and score. As the system with the actor's paths as a condition, since the wall asks for
 * the customer of every signal; listSignalsByKey reads the rows again behind the wall (as with needs).
 */
export function listSignalKeys(
  db: Db,
  filter: SignalFilter,
  page: { reach: SignalReach; after: SignalCursor | undefined; limit: number },
) {
  const { after } = page
  const beyond = after
    ? sql`and (-${QUEUE}, s.score, s.signal_id)
        < (${-1 - QUEUE_ORDER.indexOf(after.queue)}, ${after.score}, ${after.signalId}::uuid)`
    : sql``
  return db.asSystem(() =>
    db.rows<{ signalId: string }>(sql`
      select s.signal_id from signal s join customer c using (customer_id, city_code)
      where ${conditionsOf(filter, page.reach)} ${beyond}
      order by ${ORDER} limit ${page.limit}`),
  )
}

export function countSignals(db: Db, filter: SignalFilter, reach: SignalReach) {
  return db.asSystem(() =>
    db.one<{ count: number }>(sql`
      select count(*) from signal s join customer c using (customer_id, city_code)
      where ${conditionsOf(filter, reach)}`),
  )
}

export function listSignalsByKey(db: Db, signalIds: readonly string[]) {
  return db.rows<SignalView>(sql`
    select ${VIEW} from ${FROM} where s.signal_id = any (${signalIds}::uuid[])
    order by ${ORDER}`)
}

type Key = Pick<SignalFields, 'cityCode' | 'signalId'>
interface Decider {
  personId: string
  name: string
  at: Date
}

export async function setInHand(db: Db, key: Key, needId: string, by: Decider) {
  await db.run(sql`
    update signal set state = 'in-hand', need_id = ${needId}, decided_by = ${by.personId},
      decided_by_name = ${by.name}, decided_at = ${by.at}
    where signal_id = ${key.signalId} and city_code = ${key.cityCode}`)
}

export async function setDismissed(
  db: Db,
  key: Key,
  said: { reason: DismissReason; text: string; restsUntil: PlainDate },
  by: Decider,
) {
  await db.run(sql`
    update signal set state = 'dismissed', dismiss_reason = ${said.reason}, dismiss_text = ${said.text},
      rests_until = ${said.restsUntil}, decided_by = ${by.personId}, decided_by_name = ${by.name},
      decided_at = ${by.at}
    where signal_id = ${key.signalId} and city_code = ${key.cityCode}`)
}

export async function setReopened(db: Db, key: Key) {
  await db.run(sql`
    update signal set state = 'open', dismiss_reason = null, dismiss_text = null, rests_until = null,
      decided_by = null, decided_by_name = null, decided_at = null
    where signal_id = ${key.signalId} and city_code = ${key.cityCode}`)
}

export async function setVisited(
  db: Db,
  key: Key,
  found: { verdict: Verdict; visitedOn: PlainDate; restsUntil: PlainDate },
) {
  await db.run(sql`
    update signal set state = 'visited', verdict = ${found.verdict}, visited_on = ${found.visitedOn},
      rests_until = ${found.restsUntil}
    where signal_id = ${key.signalId} and city_code = ${key.cityCode}`)
}

/** The need that came of a signal, as the reader may see it. */
export function findNeedOf(db: Db, needId: string) {
  return db.maybe<{ needId: string; topic: NeedTopic; state: NeedState }>(
    sql`select need_id, topic, state from need where need_id = ${needId}`,
  )
}
