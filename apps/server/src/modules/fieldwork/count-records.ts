import { type DayTotals, type FieldRecordKind, NO_TOTALS, shanghaiHour } from '@nuandeng/domain'
import type { Db } from '../../platform/db.ts'
import type { CheckedRecord } from './check-records.ts'
import {
  addToCounters,
  type Bucket,
  type CounterCell,
  holdSubjects,
  joinSubjects,
  leaveSubject,
  passSubjectOn,
} from './counters.queries.ts'
import {
  findHeir,
  type NewRow,
  type StoredRecord,
  type SubjectKey,
} from './field-record.queries.ts'

type Counted = Pick<
  StoredRecord,
  | 'cityCode'
  | 'recordId'
  | 'campaignId'
  | 'activityDay'
  | 'unitId'
  | 'unitPath'
  | 'kind'
  | 'occurredAt'
  | 'walkInType'
  | 'customerClass'
  | 'subject'
  | 'quantity'
>

/** Kinds whose subject counts once per city and day: the distinct figure and the times beside it. */
const DISTINCT = {
  'person-deployment': { once: 'people', times: 'personTimes' },
  'vehicle-deployment': { once: 'vehicles', times: 'vehicleTimes' },
  visit: { once: 'customers', times: 'visitTimes' },
} as const satisfies Partial<
  Record<FieldRecordKind, { once: keyof DayTotals; times: keyof DayTotals }>
>
type DistinctKind = keyof typeof DISTINCT

/**
 * Moves the counters (计数) by what fresh records add and corrected ones take back, in the transaction of
 * the records. Changes to a closed day go to its late bucket, so that the closed figures stay.
 */
export async function countRecords(
  db: Db,
  fresh: readonly CheckedRecord[],
  closed: ReadonlySet<string>,
) {
  const tally = new Tally(closed)
  const added = fresh.map(({ record }) => record)
  const taken = fresh.flatMap(({ corrected }) => (corrected ? [corrected] : []))
  for (const record of added) tally.add(record, 1)
  for (const record of taken) tally.add(record, -1)
  await db.asSystem(async () => {
    await countSubjects(db, tally, added, taken)
    await addToCounters(db, tally.cells())
  })
}

async function countSubjects(
  db: Db,
  tally: Tally,
  added: readonly NewRow[],
  taken: readonly StoredRecord[],
) {
  const joining = groupBySubject(added)
  const leaving = taken.filter((record) => subjectOf(record) !== undefined)
  if (leaving.length > 0) {
    await holdSubjects(db, [
      ...joining.map(({ key }) => key),
      ...leaving.flatMap((r) => subjectOf(r) ?? []),
    ])
  }
  for (const holder of await joinSubjects(db, joining)) {
    const group = joining.find(({ record }) => record.recordId === holder.recordId)
    if (group) tally.addOnce(group.record, 1)
  }
  for (const record of leaving) await leave(db, tally, record)
}

/** Takes a record's subject back; if the record held it, the earliest other one takes over. */
async function leave(db: Db, tally: Tally, record: StoredRecord) {
  const key = subjectOf(record)
  if (!key) return
  const holder = await leaveSubject(db, key)
  if (holder.recordId !== record.recordId) return
  tally.addOnce(record, -1)
  if (holder.times === 0) return
  const heir = await findHeir(db, key)
  if (!heir)
    throw new Error(
      `subject ${key.kind} of ${record.recordId} has ${holder.times} records and none is found`,
    )
  await passSubjectOn(db, key, heir)
  tally.addOnce(heir, 1)
}

interface SubjectGroup {
  key: SubjectKey
  /** The first record of the batch that names the subject. */
  record: NewRow
  times: number
}

function groupBySubject(records: readonly NewRow[]): SubjectGroup[] {
  const groups = new Map<string, SubjectGroup>()
  for (const record of records) {
    const key = subjectOf(record)
    if (!key) continue
    const id = JSON.stringify(Object.values(key))
    const group = groups.get(id)
    if (group) group.times += 1
    else groups.set(id, { key, record, times: 1 })
  }
  return [...groups.values()]
}

function isDistinctKind(kind: string): kind is DistinctKind {
  return kind in DISTINCT
}

function subjectOf(record: Counted): SubjectKey | undefined {
  const { cityCode, campaignId, activityDay, kind, subject } = record
  if (subject === null || !isDistinctKind(kind)) return undefined
  return { cityCode, campaignId, activityDay, kind, subject }
}

/** What is to be added to each counter. */
class Tally {
  readonly #closed: ReadonlySet<string>
  readonly #cells = new Map<string, CounterCell>()

  constructor(closed: ReadonlySet<string>) {
    this.#closed = closed
  }

  /** What a record counts by itself, times +1 or -1. */
  add(record: Counted, sign: 1 | -1) {
    if (record.kind === 'withdrawal') return
    const cell = this.#cellOf(record)
    if (isDistinctKind(record.kind)) cell.figures[DISTINCT[record.kind].times] += sign
    else if (record.kind === 'transaction') cell.figures.transactions += sign
    else if (record.kind === 'opinion') cell.figures.opinions += sign
    else cell.figures.leaflets += sign * record.quantity
  }

  /** The distinct figure of a record that begins or ends to hold its subject. */
  addOnce(record: Counted, sign: 1 | -1) {
    if (isDistinctKind(record.kind))
      this.#cellOf(record).figures[DISTINCT[record.kind].once] += sign
  }

  /** The cells that change; those whose changes cancel out stay away. */
  cells(): CounterCell[] {
    return [...this.#cells.values()].filter(({ figures }) =>
      Object.values(figures).some((n) => n !== 0),
    )
  }

  #cellOf(record: Counted): CounterCell {
    const { cityCode, campaignId, activityDay, unitId, unitPath } = record
    const bucket: Bucket = this.#closed.has(`${campaignId}/${activityDay}`) ? 'late' : 'day'
    const hour = shanghaiHour(record.occurredAt)
    const walkInType = record.walkInType ?? ''
    const customerClass = record.customerClass ?? ''
    const id = `${campaignId}/${activityDay}/${unitId}/${hour}/${walkInType}/${customerClass}`
    let cell = this.#cells.get(id)
    if (!cell) {
      const place = { cityCode, campaignId, activityDay, unitId, unitPath, bucket }
      cell = { ...place, hour, walkInType, customerClass, figures: { ...NO_TOTALS } }
      this.#cells.set(id, cell)
    }
    return cell
  }
}
