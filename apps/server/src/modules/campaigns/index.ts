import {
  approvePlanRoute,
  copyCampaignRoute,
  createCampaignRoute,
  editCampaignRoute,
  filePlanRoute,
  getCampaignRoute,
  getPlanRoute,
  getReadinessRoute,
  listCampaignsRoute,
  listPlansRoute,
  publishCampaignRoute,
  returnPlanRoute,
  savePlanRoute,
} from '@nuandeng/contract'
import { serve } from '../../platform/http.ts'
import { approvePlan, filePlan, returnPlan } from './decide-plan.ts'
import { getCampaign, listCampaignsInReach } from './list-campaigns.ts'
import { getPlan, getReadiness, listPlansInReach, savePlan } from './plans.ts'
import { copyCampaign, createCampaign, editCampaign, publishCampaign } from './write-campaign.ts'

export { findNewestDay } from './campaign-day.queries.ts'
export { type CampaignFrame, listCampaignFrames } from './campaign-frame.queries.ts'

export const campaignRoutes = [
  serve(listCampaignsRoute, listCampaignsInReach),
  serve(getCampaignRoute, getCampaign),
  serve(createCampaignRoute, createCampaign),
  serve(editCampaignRoute, editCampaign),
  serve(publishCampaignRoute, publishCampaign),
  serve(copyCampaignRoute, copyCampaign),
  serve(listPlansRoute, listPlansInReach),
  serve(getReadinessRoute, getReadiness),
  serve(getPlanRoute, getPlan),
  serve(savePlanRoute, savePlan),
  serve(filePlanRoute, filePlan),
  serve(approvePlanRoute, approvePlan),
  serve(returnPlanRoute, returnPlan),
]
