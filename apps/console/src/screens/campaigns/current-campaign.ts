import { getCampaignRoute, getUnitRoute, type ReplyOf } from '@nuandeng/contract'
import { ROLE_PERMISSIONS } from '@nuandeng/domain'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import type { Me } from '../../api/session.ts'

export type Campaign = ReplyOf<typeof getCampaignRoute>
/** What a form of a campaign holds: the contract's own shape, less what the server decides. */
export type CampaignContent = Pick<
  Campaign,
  'name' | 'theme' | 'startOn' | 'endOn' | 'activityDays' | 'walkInTypes' | 'measures' | 'fields'
>

export const campaignQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['campaign', campaignId],
    queryFn: () => call(getCampaignRoute, { campaignId }),
  })

export const unitQuery = (unitId: string) =>
  queryOptions({ queryKey: ['unit', unitId], queryFn: () => call(getUnitRoute, { unitId }) })

/** The highest unit at which I may read plans: where lists begin. */
export function topUnit(me: Me): Me['unit'] {
  const [top] = me.grants
    .filter(({ role }) => ROLE_PERMISSIONS[role].includes('plan.read'))
    .map(({ unit }) => unit)
    .toSorted((a, b) => a.path.length - b.path.length)
  return top ?? me.unit
}
