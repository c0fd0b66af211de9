export { findNewestDay } from './campaign-day.queries.ts'
export { type CampaignFrame, listCampaignFrames } from './campaign-frame.queries.ts'
