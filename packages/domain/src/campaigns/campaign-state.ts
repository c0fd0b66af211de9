/** States of a campaign (活动): written, then cascaded to every unit below, then ended. */
export const CAMPAIGN_STATES = ['draft', 'published', 'closed'] as const
export type CampaignState = (typeof CAMPAIGN_STATES)[number]

/** What each state of a campaign allows; shared by the use cases and the screens. */
export const campaignCan = {
  edit: (state: CampaignState) => state === 'draft',
  publish: (state: CampaignState) => state === 'draft',
  close: (state: CampaignState) => state === 'published',
  /** Plans are written, filed and decided. */
  plan: (state: CampaignState) => state === 'published',
} as const
