import { createHmac } from 'node:crypto'
import { exactInstant } from '../../platform/exact-instant.ts'
import type { Vault } from '../../platform/vault.ts'
import type { NewRow } from './field-record.queries.ts'

/** Every column of a stored record; instants to the microsecond. */
export interface WholeRow extends Omit<NewRow, 'occurredAt' | 'contactMasked'> {
  occurredAt: string
  receivedAt: string
  recordedBy: string
  isLate: boolean
  contactMasked: object | null
}

/** The whole row that a record becomes when it is stored. */
export function wholeRowOf(
  record: NewRow & { isLate: boolean },
  stamp: { receivedAt: Date; recordedBy: string },
): WholeRow {
  return {
    ...record,
    occurredAt: exactInstant(record.occurredAt),
    receivedAt: exactInstant(stamp.receivedAt),
    recordedBy: stamp.recordedBy,
  }
}

/**
 * Makes the digest that the Event about a record carries: a keyed hash over every column of the row, so
 * that verifying recomputes it from what is stored and finds any column that was changed since.
 */
export function rowDigester(vault: Vault): (row: WholeRow) => string {
  const key = vault.derive('field-record-row')
  return (row) =>
    createHmac('sha256', key)
      .update(
        JSON.stringify([
          row.cityCode,
          row.recordId,
          row.campaignId,
          row.activityDay,
          row.unitId,
          row.unitPath,
          row.kind,
          row.occurredAt,
          row.receivedAt,
          row.deviceId,
          row.recordedBy,
          row.walkInType,
          row.customerClass,
          row.subject,
          row.quantity,
          row.text,
          degrees(row.longitude),
          degrees(row.latitude),
          row.remark,
          row.contactSealed,
          row.contactMasked &&
            Object.entries(row.contactMasked).toSorted(([a], [b]) => (a < b ? -1 : 1)),
          row.activityId,
          row.correctsId,
          row.isLate,
          row.digest,
        ]),
      )
      .digest('hex')
}

/** As text: in JSON, NaN and infinity would read like a missing one. */
function degrees(value: number | null): string | null {
  return value === null ? null : String(value)
}
