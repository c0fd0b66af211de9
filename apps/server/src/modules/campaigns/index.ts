import {
  approvePlanRoute,
  closeCampaignRoute,
  copyCampaignRoute,
  createCampaignRoute,
  editCampaignRoute,
  exportMissingRoute,
  filePlanRoute,
  getCampaignReachRoute,
  getCampaignRoute,
  getPlanRoute,
  getReadinessRoute,
  listCampaignsRoute,
  listPlansRoute,
  publishCampaignRoute,
  returnPlanRoute,
  savePlanRoute,
} from '@nuandeng/contract'
import { serve, serveCall } from '../../platform/http.ts'
import { approvePlan, filePlan, returnPlan } from './decide-plan.ts'
import { getCampaign, listCampaignsInReach } from './list-campaigns.ts'
import { getPlan, listPlansInReach, savePlan } from './plans.ts'
import { exportMissing, getReadiness } from './readiness.ts'
import {
  closeCampaign,
  copyCampaign,
  createCampaign,
  editCampaign,
  getCampaignReach,
  publishCampaign,
} from './write-campaign.ts'

export { findNewestDay } from './campaign-day.queries.ts'
export { type CampaignFrame, listCampaignFrames } from './campaign-frame.queries.ts'

export const campaignRoutes = [
  serve(listCampaignsRoute, listCampaignsInReach),
  serve(getCampaignRoute, getCampaign),
  serve(createCampaignRoute, createCampaign),
  serve(editCampaignRoute, editCampaign),
  serve(getCampaignReachRoute, getCampaignReach),
  serve(publishCampaignRoute, publishCampaign),
  serve(closeCampaignRoute, closeCampaign),
  serve(copyCampaignRoute, copyCampaign),
  serve(listPlansRoute, listPlansInReach),
  serve(getReadinessRoute, getReadiness),
  serveCall(exportMissingRoute, exportMissing),
  serve(getPlanRoute, getPlan),
  serve(savePlanRoute, savePlan),
  serve(filePlanRoute, filePlan),
  serve(approvePlanRoute, approvePlan),
  serve(returnPlanRoute, returnPlan),
]
