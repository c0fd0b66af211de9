import type { Db } from '../../platform/db.ts'
import type { Vault } from '../../platform/vault.ts'
import { digestsOfRecords, findClosingFault } from '../fieldwork/index.ts'
import type { ChainedEvent } from './chain.ts'
import type { Findings } from './findings.ts'

const RECORD_KINDS = new Set(['record.received', 'record.corrected', 'record.withdrawn'])
const DAY = /^\d{4}-\d\d-\d\d$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Holds the rows that Events tell of against what they tell: field records and closings. */
export async function checkVouched(
  db: Db,
  vault: Vault,
  events: readonly ChainedEvent[],
  findings: Findings,
) {
  await checkRecords(db, vault, events, findings)
  for (const event of events) {
    if (event.kind === 'day.closed') await checkClosing(db, vault, event, findings)
  }
}

async function checkRecords(
  db: Db,
  vault: Vault,
  events: readonly ChainedEvent[],
  findings: Findings,
) {
  const telling = events.filter(
    ({ kind, subjectId }) => RECORD_KINDS.has(kind) && UUID.test(subjectId),
  )
  const [first] = telling
  if (!first) return
  const recordIds = telling.map(({ subjectId }) => subjectId)
  const digests = await digestsOfRecords(db, vault, { cityCode: first.cityCode, recordIds })
  for (const { subjectId, eventId, details } of telling) {
    const digest = digests.get(subjectId)
    if (digest === undefined) {
      const reason = `Event ${eventId} tells of it, and it is gone`
      findings.add('field_record', subjectId, 'deleted', reason)
    } else if (digest !== JSON.parse(details)?.digest) {
      const reason = `is not the row that Event ${eventId} tells of`
      findings.add('field_record', subjectId, 'changed', reason)
    }
  }
}

async function checkClosing(db: Db, vault: Vault, event: ChainedEvent, findings: Findings) {
  const { activityDay, digest } = JSON.parse(event.details) ?? {}
  if (!UUID.test(event.subjectId) || !DAY.test(activityDay)) return
  const told = { ...event, campaignId: event.subjectId, activityDay, digest }
  const found = await findClosingFault(db, vault, told)
  if (!found) return
  const { fault, reason } = found
  findings.add('day_closing', `${event.subjectId}/${activityDay}`, fault, reason)
}
