import { createHash } from 'node:crypto'
import type { Db } from '../../platform/db.ts'
import type { Vault } from '../../platform/vault.ts'
import { signedText } from './close-day.ts'
import type { Snapshot } from './closing.queries.ts'
import { rowDigester } from './row-digest.ts'
import { findWholeClosing, listWholeRows, type WholeClosing } from './vouched-row.queries.ts'

/** Digests of stored records, computed again from every column: what their Events must carry. */
export async function digestsOfRecords(
  db: Db,
  vault: Vault,
  keys: { cityCode: string; recordIds: readonly string[] },
): Promise<Map<string, string>> {
  const digestOf = rowDigester(vault)
  const rows = await listWholeRows(db, keys.cityCode, keys.recordIds)
  return new Map(rows.map((row) => [row.recordId, digestOf(row)]))
}

/** What the Event of a closing (日结) says about its row. */
export interface ToldClosing {
  cityCode: string
  unitPath: string
  campaignId: string
  activityDay: string
  recordedAt: string
  actorId: string | null
  actorName: string
  digest: string
}

/** What is wrong with the row of a closing: gone, or which part of it is not as the Event tells; or nothing. */
export async function findClosingFault(
  db: Db,
  vault: Vault,
  told: ToldClosing,
): Promise<{ fault: 'deleted' | 'changed'; reason: string } | undefined> {
  const row = await findWholeClosing(db, told.campaignId, told.activityDay)
  if (!row)
    return { fault: 'deleted', reason: 'its Event tells of the closing and there is no row' }
  const parts = changedParts(row, vault, told)
  if (parts.length === 0) return undefined
  return { fault: 'changed', reason: `differs from what was signed: ${parts.join(', ')}` }
}

function changedParts(row: WholeClosing, vault: Vault, told: ToldClosing): string[] {
  const { campaignId, activityDay } = told
  const text = textOf(row, { campaignId, activityDay })
  const digest = createHash('sha256').update(text).digest('hex')
  const checks = {
    'figures or time': digest === told.digest && row.closedAt === told.recordedAt,
    digest: row.digest === told.digest,
    signature: vault.isSignatureGood(text, row.signature) && row.keyId === vault.keyId,
    'who closed': row.closedBy === told.actorId && row.closedByName === told.actorName,
    place: row.cityCode === told.cityCode && row.unitPath === told.unitPath,
  }
  return Object.entries(checks).flatMap(([part, isGood]) => (isGood ? [] : [part]))
}

/** The text that the row would have had signed; a snapshot that is none any more has no such text. */
function textOf(row: WholeClosing, day: { campaignId: string; activityDay: string }): string {
  try {
    const closedAt = new Date(row.closedAt).toISOString()
    return signedText({ ...day, closedAt, snapshot: row.snapshot as Snapshot })
  } catch {
    return ''
  }
}
