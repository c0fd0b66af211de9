import { editionNamed } from '../commitments/index.ts'
import type { RequestView } from './request-view.queries.ts'

/** A rule's words, by the edition that binds the request. */
export function ruleOf(edition: string, row: string) {
  const rule = editionNamed(edition).rules.find((candidate) => candidate.row === row)
  if (!rule) throw new Error(`the edition ${edition} has no row ${row}`)
  return rule
}

/** What an edition is called; none before the first one. */
export function editionTitle(edition: string | null) {
  if (!edition) return null
  const { name, nameEn } = editionNamed(edition)
  return { name, nameEn }
}

/** A request as lists show it. */
export function summaryReply(row: RequestView) {
  return {
    requestId: row.requestId,
    number: row.number,
    kind: row.kind,
    subkind: row.subkind,
    grade: row.grade,
    state: row.state,
    round: row.round,
    isPaused: row.isPaused,
    isAnonymous: row.isAnonymous,
    isConfidential: row.isConfidential,
    unit: { unitId: row.unitId, kind: row.unitKind, name: row.unitName, path: row.unitPath },
    owner: row.ownerId && row.ownerName ? { personId: row.ownerId, name: row.ownerName } : null,
    channel: row.channel,
    acceptedAt: row.acceptedAt.toISOString(),
    doneAt: row.doneAt?.toISOString() ?? null,
    accountNo: row.accountNo,
    address: row.address,
    contact: row.contactMasked,
    content: row.content,
    chases: row.chases,
    flags: row.flags,
    satisfaction: row.satisfaction,
    nextClock: nextClockOf(row),
    brokenClocks: row.brokenClocks,
  }
}

function nextClockOf(row: RequestView) {
  const { nextEdition, nextRow, nextDueAt, nextWarnAt } = row
  if (!nextEdition || !nextRow || !nextDueAt || !nextWarnAt) return null
  const { title, titleEn } = ruleOf(nextEdition, nextRow)
  return {
    row: nextRow,
    title,
    titleEn,
    dueAt: nextDueAt.toISOString(),
    warnAt: nextWarnAt.toISOString(),
    isProvisional: row.nextIsProvisional ?? false,
    isFloor: row.nextIsFloor ?? false,
  }
}
