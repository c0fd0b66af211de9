import type { SignalRow } from '@nuandeng/contract'
import { maskAddress, maskName } from '@nuandeng/domain'
import type { SignalView } from './signal.queries.ts'

/** A signal as it is shown: the name masked, whoever looks. */
export function signalReply(row: SignalView): SignalRow {
  const { signalId, customerId, accountNo, ruleId, ruleKind, queue, edition } = row
  const { score, colour, state, timesSeen, dismissReason, dismissText } = row
  const { title, titleEn, text, textEn, days = [null, null] } = row.reason
  return {
    ...{ signalId, ruleId, ruleKind, queue, edition, score, colour, state, timesSeen },
    customer: { customerId, accountNo, name: maskName(row.name) },
    unit: { unitId: row.unitId, kind: row.unitKind, name: row.unitName, path: row.path },
    title: { zh: title, en: titleEn },
    reason: { zh: text, en: textEn },
    firstMonth: row.firstMonth.slice(0, 7),
    lastMonth: row.lastMonth.slice(0, 7),
    ...{ firstDay: days[0], lastDay: days[1] },
    foundAt: row.foundAt.toISOString(),
    seenAt: row.seenAt.toISOString(),
    hasEnded: row.endedAt !== null,
    decidedBy: row.decidedByName,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    ...{ dismissReason, dismissText, restsUntil: row.restsUntil },
    ...{ verdict: row.verdict, visitedOn: row.visitedOn },
  }
}

export function addressReply({ address }: SignalView): string | null {
  return address === null ? null : maskAddress(address)
}
