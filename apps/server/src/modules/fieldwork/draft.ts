import { createHmac } from 'node:crypto'
import type { NewFieldRecord } from '@nuandeng/contract'
import {
  type CustomerClass,
  maskName,
  maskPhone,
  type PlainDate,
  shanghaiDate,
} from '@nuandeng/domain'
import type { Vault } from '../../platform/vault.ts'

/** The person met, in clear. */
export interface Contact {
  name: string
  phone?: string | undefined
}

/** A field record as it is stored, before it has a place and a time of arrival. */
export interface Draft {
  recordId: string
  campaignId: string
  unitId: string
  kind: NewFieldRecord['kind']
  occurredAt: Date
  activityDay: PlainDate
  deviceId: string
  walkInType: string | null
  customerClass: CustomerClass | null
  subject: string | null
  quantity: number
  text: string | null
  longitude: number | null
  latitude: number | null
  remark: string | null
  contact: Contact | null
  activityId: string | null
  correctsId: string | null
}

/** Brings every kind of record into the one shape in which it is stored. */
export function draftOf(record: NewFieldRecord): Draft {
  const occurredAt = new Date(record.occurredAt)
  return {
    recordId: record.recordId,
    campaignId: record.campaignId,
    unitId: record.unitId,
    kind: record.kind,
    occurredAt,
    activityDay: shanghaiDate(occurredAt),
    deviceId: record.deviceId,
    walkInType: ('walkInType' in record && record.walkInType) || null,
    customerClass: 'customerClass' in record ? record.customerClass : null,
    remark: ('remark' in record && record.remark) || null,
    contact: ('contact' in record && record.contact) || null,
    activityId: ('activityId' in record && record.activityId) || null,
    correctsId: record.correctsId ?? null,
    ...contentOf(record),
  }
}

function contentOf(record: NewFieldRecord) {
  const content = { subject: null, quantity: 1, text: null, longitude: null, latitude: null }
  switch (record.kind) {
    case 'person-deployment':
      return { ...content, subject: record.staffNo }
    case 'vehicle-deployment':
      return { ...content, subject: record.plateNo }
    case 'visit': {
      const { text, longitude = null, latitude = null } = record.place
      return { ...content, subject: record.accountNo, text, longitude, latitude }
    }
    case 'transaction':
      return { ...content, subject: record.accountNo ?? null, text: record.business }
    case 'opinion':
      return { ...content, subject: record.accountNo ?? null, text: record.text }
    case 'leaflets':
      return { ...content, quantity: record.quantity }
    case 'withdrawal':
      return { ...content, quantity: 0, text: record.reason }
  }
}

/** Where a sealed contact belongs; bound into the sealing, so that it cannot be moved to another record. */
export function contactPlace(recordId: string): string {
  return `field_record:${recordId}`
}

/** The contact as lists show it (王**, 138****0000). */
export function maskContact(contact: Contact) {
  return { name: maskName(contact.name), phone: contact.phone ? maskPhone(contact.phone) : null }
}

/**
 * Makes digests of what was sent, so that a repeat is told from another content. Keyed: nobody can guess
 * a telephone number from it. The digest by which a changed row is found is that of row-digest.ts.
 */
export function digester(vault: Vault): (draft: Draft) => string {
  const key = vault.derive('field-record-digest')
  return (draft) =>
    createHmac('sha256', key)
      .update(
        JSON.stringify([
          draft.recordId,
          draft.campaignId,
          draft.unitId,
          draft.kind,
          draft.occurredAt.toISOString(),
          draft.activityDay,
          draft.deviceId,
          draft.walkInType,
          draft.customerClass,
          draft.subject,
          draft.quantity,
          draft.text,
          draft.longitude,
          draft.latitude,
          draft.remark,
          draft.contact?.name ?? null,
          draft.contact?.phone ?? null,
          draft.activityId,
          draft.correctsId,
        ]),
      )
      .digest('hex')
}
