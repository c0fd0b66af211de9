import type { PlainDate } from '../calendar-day.ts'

/** A fault in a field, as every refusal names it. */
export interface FieldFault {
  field: string
  code: string
  reason: string
}

export interface CampaignDates {
  startOn: PlainDate
  endOn: PlainDate
  activityDays: readonly PlainDate[]
  walkInTypes: readonly { code: string }[]
  measures: readonly { measure: string }[]
  fields: readonly { key: string }[]
}

/** What is wrong with a campaign (活动) beyond the shape of its fields. */
export function campaignFaults(campaign: CampaignDates): FieldFault[] {
  const faults: FieldFault[] = []
  const { startOn, endOn } = campaign
  if (endOn < startOn) {
    faults.push({ field: 'endOn', code: 'ends-before-start', reason: `before ${startOn}` })
  }
  campaign.activityDays.forEach((day, i) => {
    if (day >= startOn && day <= endOn) return
    const reason = `${day} is not between ${startOn} and ${endOn}`
    faults.push({ field: `activityDays[${i}]`, code: 'outside-period', reason })
  })
  return [
    ...faults,
    ...repeated('activityDays', campaign.activityDays),
    ...repeated(
      'walkInTypes',
      campaign.walkInTypes.map(({ code }) => code),
      'code',
    ),
    ...repeated(
      'measures',
      campaign.measures.map(({ measure }) => measure),
      'measure',
    ),
    ...repeated(
      'fields',
      campaign.fields.map(({ key }) => key),
      'key',
    ),
  ]
}

function repeated(list: string, values: readonly string[], key?: string): FieldFault[] {
  return values.flatMap((value, i) => {
    if (values.indexOf(value) === i) return []
    const field = key ? `${list}[${i}].${key}` : `${list}[${i}]`
    return [{ field, code: 'repeated', reason: `${value} stands there already` }]
  })
}

export interface PlanRules {
  startOn: PlainDate
  endOn: PlainDate
  walkInTypeCodes: readonly string[]
  fields: readonly { key: string; isLocked: boolean }[]
}

export interface PlanContent {
  activities: readonly { heldOn: PlainDate; walkInType: string }[]
  localFields: Readonly<Record<string, string>>
}

/** What is wrong with a unit's plan (实施方案) against its campaign: locked fields stay as they are. */
export function planFaults(plan: PlanContent, campaign: PlanRules): FieldFault[] {
  const faults: FieldFault[] = []
  plan.activities.forEach(({ heldOn, walkInType }, i) => {
    if (heldOn < campaign.startOn || heldOn > campaign.endOn) {
      const reason = `the campaign is from ${campaign.startOn} to ${campaign.endOn}`
      faults.push({ field: `activities[${i}].heldOn`, code: 'outside-period', reason })
    }
    if (!campaign.walkInTypeCodes.includes(walkInType)) {
      const reason = `one of ${campaign.walkInTypeCodes.join(', ')}`
      faults.push({ field: `activities[${i}].walkInType`, code: 'unknown-walk-in-type', reason })
    }
  })
  for (const key of Object.keys(plan.localFields)) {
    const field = campaign.fields.find((known) => known.key === key)
    const at = `localFields.${key}`
    if (!field)
      faults.push({ field: at, code: 'unknown-field', reason: 'the campaign has no such field' })
    else if (field.isLocked) {
      faults.push({ field: at, code: 'locked-field', reason: 'it is the same everywhere (统一)' })
    }
  }
  return faults
}
