import { type Fault, NewFieldRecord } from '@nuandeng/contract'
import { CLOCK_SKEW_MS, isWithin, pathsWith } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { faultsOf } from '../../platform/input.ts'
import { type CampaignFrame, listCampaignFrames } from '../campaigns/index.ts'
import { listUnitsById, type UnitRow } from '../organisation/index.ts'
import { contactPlace, type Draft, digester, draftOf, maskContact } from './draft.ts'
import { listStored, type NewRow, type StoredRecord } from './field-record.queries.ts'

/** A record as it was sent; `field` is how its fields are named in a fault. */
export interface Sent {
  row: number
  field: string
  value: unknown
}

/** A record that may be stored, with its row in what was sent. */
export interface CheckedRecord {
  row: number
  field: string
  record: NewRow
  /** The record that it corrects or withdraws. */
  corrected?: StoredRecord
}

export interface RefusedRecord {
  row: number
  recordId: string | null
  errors: Fault[]
}

/** What a batch is checked against, loaded once for all its rows. */
interface Surroundings {
  reach: readonly string[]
  latest: number
  units: Map<string, UnitRow>
  campaigns: Map<string, CampaignFrame>
}

/** A record with its row; `field` is how its fields are named in a fault. */
interface Parsed {
  row: number
  field: string
  draft: Draft
}

/**
 * Checks each record by itself. Faults name the field and the reason; a bad record never costs a good one.
 */
export async function checkRecords(ctx: Context, sent: readonly Sent[]) {
  const refused: RefusedRecord[] = []
  const parsed: Parsed[] = []
  for (const { row, field, value } of sent) {
    const result = NewFieldRecord.safeParse(value)
    if (result.success) parsed.push({ row, field, draft: draftOf(result.data) })
    else refused.push({ row, recordId: idOf(value), errors: faultsOf(result.error, field) })
  }
  const around = await loadSurroundings(ctx, parsed)
  const placed = parsed.filter(({ row, field, draft }) => {
    const errors = faultsInPlace(draft, field, around)
    if (errors.length > 0) refused.push({ row, recordId: draft.recordId, errors })
    return errors.length === 0
  })
  const checked = await joinCorrected(ctx, placed, around, refused)
  return { checked, refused }
}

function idOf(value: unknown): string | null {
  const id =
    value !== null && typeof value === 'object' && 'recordId' in value ? value.recordId : null
  return typeof id === 'string' ? id.slice(0, 100).toWellFormed() : null
}

async function loadSurroundings(ctx: Context, parsed: readonly Parsed[]): Promise<Surroundings> {
  const unitIds = new Set(parsed.map(({ draft }) => draft.unitId))
  const campaignIds = new Set(parsed.map(({ draft }) => draft.campaignId))
  const units = parsed.length > 0 ? await listUnitsById(ctx.db, [...unitIds]) : []
  const campaigns = parsed.length > 0 ? await listCampaignFrames(ctx.db, [...campaignIds]) : []
  return {
    reach: pathsWith(ctx.actor.grants, 'record.write'),
    latest: ctx.now.getTime() + CLOCK_SKEW_MS,
    units: new Map(units.map((unit) => [unit.unitId, unit])),
    campaigns: new Map(campaigns.map((campaign) => [campaign.campaignId, campaign])),
  }
}

function faultsInPlace(draft: Draft, field: string, around: Surroundings): Fault[] {
  const fault = (name: string, code: string, reason: string) => [
    { field: `${field}.${name}`, code, reason },
  ]
  const unit = around.units.get(draft.unitId)
  if (!unit || !around.reach.some((path) => isWithin(unit.path, path))) {
    return fault('unitId', 'unit-out-of-reach', 'there is no such unit within your reach')
  }
  const day = draft.activityDay
  if (day < unit.validFrom || (unit.validTo && day >= unit.validTo)) {
    return fault('unitId', 'unit-not-valid', `the unit does not exist on ${day}`)
  }
  const campaign = around.campaigns.get(draft.campaignId)
  if (!campaign || campaign.state === 'draft') {
    return fault('campaignId', 'no-such-campaign', 'there is no such published campaign')
  }
  if (draft.occurredAt.getTime() > around.latest) {
    return fault('occurredAt', 'future-time', 'this lies in the future')
  }
  if (day < campaign.startOn || day > campaign.endOn) {
    const period = `${campaign.startOn} to ${campaign.endOn}`
    return fault('occurredAt', 'wrong-day', `${day} is not a day of the campaign (${period})`)
  }
  if (draft.walkInType && !campaign.walkInTypeCodes.includes(draft.walkInType)) {
    return fault('walkInType', 'unknown-walk-in-type', 'not in the dictionary of the campaign')
  }
  return []
}

/** Joins corrections to the records they correct, and makes the rows to store. */
async function joinCorrected(
  ctx: Context,
  placed: readonly Parsed[],
  around: Surroundings,
  refused: RefusedRecord[],
): Promise<CheckedRecord[]> {
  const digest = digester(ctx.vault)
  const rows = placed.map(({ row, field, draft }) => ({
    row,
    field,
    record: rowOf(ctx, draft, around, digest),
  }))
  const keys = rows.flatMap(({ record: { cityCode, correctsId } }) =>
    correctsId ? [{ cityCode, recordId: correctsId }] : [],
  )
  const stored = new Map(
    (keys.length > 0 ? await listStored(ctx.db, keys) : []).map((record) => [
      record.recordId,
      record,
    ]),
  )
  const checked: CheckedRecord[] = []
  for (const { row, field, record } of rows) {
    const corrected = record.correctsId ? stored.get(record.correctsId) : undefined
    const fault = record.correctsId ? faultInCorrection(record, corrected) : undefined
    if (fault) {
      const errors = [{ field: `${field}.correctsId`, ...fault }]
      refused.push({ row, recordId: record.recordId, errors })
    } else {
      checked.push({ row, field, record, ...(corrected ? { corrected } : {}) })
    }
  }
  return checked
}

function faultInCorrection(record: NewRow, corrected: StoredRecord | undefined) {
  if (!corrected || corrected.campaignId !== record.campaignId) {
    return {
      code: 'no-such-record',
      reason: 'there is no such record of this campaign within your reach',
    }
  }
  if (corrected.kind === 'withdrawal') {
    return {
      code: 'is-withdrawal',
      reason: 'a withdrawal cannot be corrected; send the record anew',
    }
  }
  if (record.kind !== 'withdrawal' && record.kind !== corrected.kind) {
    return { code: 'other-kind', reason: `the corrected record is of kind ${corrected.kind}` }
  }
  if (corrected.correctedById && corrected.correctedById !== record.recordId) {
    return { code: 'already-corrected', reason: `record ${corrected.correctedById} corrected it` }
  }
  return undefined
}

function rowOf(
  ctx: Context,
  draft: Draft,
  around: Surroundings,
  digest: (draft: Draft) => string,
): NewRow {
  const { contact, ...rest } = draft
  const unit = around.units.get(draft.unitId)
  if (!unit) throw new Error(`unit ${draft.unitId} was checked and is gone`)
  return {
    ...rest,
    cityCode: unit.cityCode,
    unitPath: unit.path,
    contactSealed: contact && ctx.vault.seal(JSON.stringify(contact), contactPlace(draft.recordId)),
    contactMasked: contact && maskContact(contact),
    digest: digest(draft),
  }
}
