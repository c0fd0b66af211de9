export { type CampaignFrame, listCampaignFrames } from './campaign-frame.queries.ts'
