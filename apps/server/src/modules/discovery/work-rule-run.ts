import {
  asksCare,
  type DiscoveryEdition,
  excludedBy,
  isWithin,
  type Permission,
  pathsWith,
  type RegisterFacts,
  shanghaiDate,
} from '@nuandeng/domain'
import { type Actor, NOBODY, record } from '../../platform/context.ts'
import type { Database } from '../../platform/db.ts'
import type { Duck } from '../../platform/duck.ts'
import type { Job } from '../../platform/jobs.ts'
import { Problem, problems } from '../../platform/problems.ts'
import type { Vault } from '../../platform/vault.ts'
import { withCityState } from '../metering/index.ts'
import { findPersonActor } from '../organisation/index.ts'
import { listWatchedAccounts } from '../protection/index.ts'
import { cutAccounts } from '../requests/index.ts'
import { refuseUnassessed } from './assess-impact.ts'
import { getRules, permissionsToRun } from './editions.ts'
import { proposeSignals } from './propose-signals.ts'
import { readStateMonths } from './rule-run.queries.ts'
import { readFindings, runRules, stageRegister } from './run-rules.ts'
import {
  findNextRuleRun,
  insertCareCounts,
  listRegisterFacts,
  type RuleCounts,
  type RuleRunRow,
  setFraction,
  setRunDone,
  setRunFailed,
  setRunning,
} from './signal-run.queries.ts'
import { readAccounts } from './state-reading.queries.ts'

const EVERY_MS = 2000
const REGISTER_AT_ONCE = 10_000
const LIMITS = { memoryMb: 1024, threads: 2 }
/** How far a run is when its parts are done. */
const AFTER = { register: 0.4, rules: 0.7 }

/** What a run of rules works with. */
export interface RuleWorkshop {
  database: Database
  vault: Vault
  now(): Date
  /** The data folder of the installation, where the readings lie. */
  dataDir: string
  onError(error: unknown): void
}

/** Runs rules that somebody asked for, one run after the other. */
export function ruleRunJob(workshop: RuleWorkshop): Job {
  return { name: 'rule-runs', everyMs: EVERY_MS, run: (signal) => workOffRules(workshop, signal) }
}

export async function workOffRules(workshop: RuleWorkshop, signal: AbortSignal) {
  while (!signal.aborted) {
    const run = await workshop.database.transact('system', findNextRuleRun)
    if (!run) return
    await workOn(workshop, run)
  }
}

async function workOn(workshop: RuleWorkshop, run: RuleRunRow) {
  const { database, now } = workshop
  try {
    const actor = await actorOf(workshop, run)
    await database.transact('system', (db) => setRunning(db, run, now()))
    const { dataDir } = workshop
    const done = await withCityState({ dataDir, cityCode: run.cityCode }, LIMITS, (duck) =>
      runOver(workshop, duck, { run, actor }),
    )
    if (!done) throw problems.conflict('no-readings', 'There are no readings of this city')
  } catch (error) {
    if (!(error instanceof Problem)) workshop.onError(error)
    const refusal = error instanceof Problem ? error.code : 'internal'
    await database.transact('system', async (db) => {
      await setRunFailed(db, run, refusal, now())
      const details = { edition: run.edition, refusal }
      await record({ db, actor: NOBODY, now: now() }, 'rule-run.failed', subjectOf(run), details)
    })
  }
}

/** The person's roles and the assessments are asked again: a run may begin long after it was asked for. */
async function actorOf({ database, now }: RuleWorkshop, run: RuleRunRow): Promise<Actor> {
  return database.transact('system', async (db) => {
    const today = shanghaiDate(now())
    const actor = await findPersonActor(db, run.askedBy, today)
    const mayRun = (permission: Permission) =>
      pathsWith(actor?.grants ?? [], permission).some((path) => isWithin(run.path, path))
    const { rules } = getRules(run.edition, run.ruleIds)
    if (!actor || !permissionsToRun(rules).every(mayRun)) throw problems.forbidden()
    await refuseUnassessed(db, { ...run, today })
    return { ...NOBODY, ...actor }
  })
}

interface Work {
  run: RuleRunRow
  actor: Actor
}

async function runOver(workshop: RuleWorkshop, duck: Duck, { run, actor }: Work) {
  const { database, now } = workshop
  const months = await readStateMonths(duck)
  if (!months) return undefined
  const { newest, columns } = months
  const edition = chosen(run)
  const skipped = new Map(run.ruleIds.map((ruleId) => [ruleId, new Map<string, number>()]))
  const watched = edition.rules.some(({ kind }) => asksCare(kind))
    ? await readWatched(workshop, { run, actor })
    : undefined
  await stageRegister(duck, registerOf(workshop, run, { edition, newest, skipped, watched }))
  const tell = (fraction: number) =>
    database.transact('system', (db) => setFraction(db, run, fraction))
  await tell(AFTER.register)
  const result = await runRules(duck, edition)
  await tell(AFTER.rules)
  const { paths, personId } = { paths: [run.path], personId: actor.personId }
  const scope = { paths, personId, opensSignals: true, carePaths: watched ? paths : [] }
  return database.transact(scope, async (db) => {
    const ctx = { db, actor, now: now() }
    const proposed = await proposeSignals(ctx, {
      ...{ cityCode: run.cityCode, edition },
      // Of a rule that did not run nothing is known: nothing of it is over.
      ruleIds: result.outcomes.flatMap(({ ruleId, notRun }) => (notRun ? [] : [ruleId])),
      findings: readFindings(duck, edition, result),
      wereRead: (accounts) => readAccounts(duck, columns[0] ?? '-1', accounts),
    })
    const counts: Record<string, RuleCounts> = {}
    for (const [at, { ruleId, notRun }] of result.outcomes.entries()) {
      const { noFile = 0, ...sum } = proposed.get(ruleId) ?? NOTHING
      const why = Object.fromEntries(skipped.get(ruleId) ?? [])
      const ofRule = { ...sum, skipped: noFile > 0 ? { ...why, noFile } : why, notRun }
      const kind = edition.rules[at]?.kind
      if (kind && asksCare(kind)) await insertCareCounts(db, run, ruleId, ofRule)
      else counts[ruleId] = ofRule
    }
    const done = { asOf: newest, seen: result.customers, counts, at: ctx.now }
    await setRunDone(db, run, done)
    await record(ctx, 'rule-run.done', subjectOf(run), { edition: run.edition, counts })
    return done
  })
}

/** Who is watched (用电关爱), read in a transaction of its own: nothing else of the run sees the store. */
function readWatched({ database, vault, now }: RuleWorkshop, { run, actor }: Work) {
  const scope = { paths: [run.path], personId: actor.personId, opensProtected: true }
  return database.transact(scope, (db) =>
    listWatchedAccounts({ db, vault, actor, now: now() }, run),
  )
}

const NOTHING = { found: 0, fresh: 0, again: 0, resting: 0, ended: 0, noFile: 0 }

/** The edition with the rules of the run and no other: what has no assessment does not explain anything away either. */
function chosen({ edition: name, ruleIds }: RuleRunRow): DiscoveryEdition {
  const { edition, rules } = getRules(name, ruleIds)
  return {
    ...edition,
    rules: edition.rules
      .filter((rule) => rules.includes(rule))
      .map((rule) => {
        const unless = rule.unless?.filter((other) => ruleIds.includes(other))
        return { ...rule, unless: unless && unless.length > 0 ? unless : undefined }
      }),
  }
}

interface Asked {
  edition: DiscoveryEdition
  newest: string
  skipped: Map<string, Map<string, number>>
  /** None: no rule of the run asks. */
  watched: ReadonlySet<string> | undefined
}

/** What the register says of each customer; whom it leaves out of which rule is counted on the way. */
async function* registerOf(
  { database }: RuleWorkshop,
  { cityCode }: RuleRunRow,
  { edition, newest, skipped, watched }: Asked,
): AsyncGenerator<RegisterFacts> {
  const { newWithinMonths } = edition
  const cut = await database.transact('system', (db) => cutAccounts(db, cityCode))
  for (let after = ''; ; ) {
    const page = await database.transact('system', (db) =>
      listRegisterFacts(db, cityCode, after, REGISTER_AT_ONCE),
    )
    for (const row of page) {
      const livesAlone = watched?.has(row.account) ?? null
      const facts = { ...row, isCut: cut.has(row.account), livesAlone }
      for (const rule of edition.rules) {
        if (asksCare(rule.kind) && !livesAlone) continue
        const why = excludedBy(rule, facts, { newWithinMonths, newest })
        const sums = skipped.get(rule.id)
        if (why && sums) sums.set(why, (sums.get(why) ?? 0) + 1)
      }
      yield facts
    }
    const last = page.at(-1)
    if (!last) return
    after = last.account
  }
}

function subjectOf({ runId, path, cityCode }: RuleRunRow) {
  return { id: runId, path, cityCode }
}
