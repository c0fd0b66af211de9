import { type Context, NOBODY, recordAll } from '../../platform/context.ts'
import type { Database } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import type { Job } from '../../platform/jobs.ts'
import { insertVerdicts, type StoredClock } from './clock.queries.ts'
import { listDue, listToWarn, setBroken, setWarned } from './due-scan.queries.ts'
import { escalate } from './escalate.ts'

const EVERY_MS = 5000
const BATCH = 500
const CAUSE = 'time-over'

/**
 * Finds what fell due (到期扫描) and tells it: a broken promise goes to the unit above, one with 80 % of its
 * time gone is warned of. Each batch is one transaction, so that a scan that is killed has told each clock
 * either wholly or not at all, and the next one goes on where it ended.
 */
export async function scanDue(
  database: Database,
  now: Date,
): Promise<{ broken: number; warned: number }> {
  return {
    broken: await inBatches(database, now, breakBatch),
    warned: await inBatches(database, now, warnBatch),
  }
}

type Scan = Pick<Context, 'db' | 'actor' | 'now'>

async function inBatches(
  database: Database,
  now: Date,
  batch: (scan: Scan) => Promise<number>,
): Promise<number> {
  for (let sum = 0; ; ) {
    const count = await database.transact('system', (db) => batch({ db, actor: NOBODY, now }))
    sum += count
    if (count < BATCH) return sum
  }
}

async function breakBatch(scan: Scan): Promise<number> {
  const { db, now } = scan
  const clocks = await listDue(db, now, BATCH)
  if (clocks.length === 0) return 0
  await setBroken(db, clocks)
  const verdicts = clocks.map((clock) => ({
    ...keyOf(clock),
    verdictId: newId(),
    ...BROKEN,
    dueAt: clock.dueAt,
  }))
  await insertVerdicts(db, verdicts, { at: now, cause: CAUSE, by: '' })
  await escalate(
    scan,
    clocks.map((clock) => ({
      ...keyOf(clock),
      cause: 'broken' as const,
      edition: clock.edition,
      unitPath: clock.unitPath,
      details: { dueAt: clock.dueAt, stoppedAt: null },
    })),
  )
  return clocks.length
}

const BROKEN = { verdict: 'broken', stoppedAt: null }

function keyOf({ cityCode, requestId, round, ruleRow }: StoredClock) {
  return { cityCode, requestId, round, ruleRow }
}

async function warnBatch(scan: Scan): Promise<number> {
  const clocks = await listToWarn(scan.db, scan.now, BATCH)
  if (clocks.length === 0) return 0
  await setWarned(scan.db, clocks, scan.now)
  await recordAll(
    scan,
    clocks.map((clock) => ({
      kind: clock.isFloor ? 'floor.warned' : 'commitment.warned',
      subject: { id: clock.requestId, path: clock.unitPath, cityCode: clock.cityCode },
      details: { row: clock.ruleRow, round: clock.round, dueAt: clock.dueAt },
    })),
  )
  return clocks.length
}

/** Scans again and again. */
export function dueScanJob(database: Database, now: () => Date): Job {
  return {
    name: 'due-scan',
    everyMs: EVERY_MS,
    async run() {
      await scanDue(database, now())
    },
  }
}
