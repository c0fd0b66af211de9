import {
  acceptRequestRoute,
  approveGreenChannelRoute,
  approveStopRoute,
  askGreenChannelRoute,
  assignRequestRoute,
  cancelMobileServiceRoute,
  chaseRequestRoute,
  closeRequestRoute,
  correctStepRoute,
  deliverStopNoticeRoute,
  discloseMaterialsRoute,
  exemptClockRoute,
  exportRequestsRoute,
  extendOutageRoute,
  findDuplicateRequestsRoute,
  followArrearsRoute,
  followOutageRoute,
  getCallBackRulesRoute,
  getRequestRoute,
  getSupervisorBoardRoute,
  getSupplyFileRoute,
  listArrearsRoute,
  listMobileServicesRoute,
  listMyWorkRoute,
  listOutagesRoute,
  listOwnersRoute,
  listPipelineRoute,
  listRequestsRoute,
  moveOutageRoute,
  openArrearsRoute,
  pauseRequestRoute,
  planMobileServiceRoute,
  planOutageRoute,
  previewClocksRoute,
  publishOutageRoute,
  reclassifyRequestRoute,
  recordCallBackRoute,
  recordPaymentRoute,
  recordReturnTripRoute,
  reopenRequestRoute,
  resumeRequestRoute,
  revealRequestContactRoute,
  setCallBackRulesRoute,
  signContractRoute,
  takeStepRoute,
  transferRequestRoute,
  unsealReporterRoute,
  withdrawRequestRoute,
} from '@nuandeng/contract'
import { serve, serveCall } from '../../platform/http.ts'
import { acceptRequest } from './accept-request.ts'
import {
  approveStop,
  deliverStopNotice,
  followArrears,
  openArrears,
  recordPayment,
} from './arrears.ts'
import { listArrears } from './arrears-view.ts'
import { assignRequest, listOwnersOf, transferRequest } from './assign-request.ts'
import { getCallBackRules, setCallBackRules } from './call-back-rules.ts'
import {
  chaseRequest,
  closeRequest,
  exemptClock,
  reclassifyRequest,
  reopenRequest,
  withdrawRequest,
} from './change-request.ts'
import { exportRequests } from './export-requests.ts'
import { getRequest } from './get-request.ts'
import { listPipeline } from './list-pipeline.ts'
import { findDuplicateRequests, listMyWork, listRequestsInReach } from './list-requests.ts'
import { cancelMobileService, listMobileServices, planMobileService } from './mobile-services.ts'
import { listOutagesInReach } from './outage-view.ts'
import { extendOutage, followOutage, moveOutage, planOutage, publishOutage } from './outages.ts'
import { pauseRequest, resumeRequest } from './pause-request.ts'
import { previewClocks } from './preview-clocks.ts'
import { recordCallBack } from './record-call-back.ts'
import { revealContact, unsealReporter } from './reveal-contact.ts'
import { getSupervisorBoard } from './supervisor-board.ts'
import {
  approveGreenChannel,
  askGreenChannel,
  discloseMaterials,
  recordReturnTrip,
  signContract,
} from './supply.ts'
import { getSupplyFile } from './supply-view.ts'
import { correctStep, takeStep } from './take-step.ts'

export { cutAccounts } from './cut-accounts.ts'
export { requestWordsJob } from './fill-words.ts'
export { serveMobilePage } from './mobile-page.ts'
export {
  acceptRequest,
  approveGreenChannel,
  approveStop,
  askGreenChannel,
  assignRequest,
  cancelMobileService,
  chaseRequest,
  closeRequest,
  deliverStopNotice,
  discloseMaterials,
  exemptClock,
  extendOutage,
  followArrears,
  followOutage,
  getRequest,
  openArrears,
  pauseRequest,
  planMobileService,
  planOutage,
  publishOutage,
  recordCallBack,
  recordPayment,
  recordReturnTrip,
  resumeRequest,
  signContract,
  takeStep,
}

export const requestRoutes = [
  serve(acceptRequestRoute, acceptRequest),
  serve(findDuplicateRequestsRoute, findDuplicateRequests),
  serve(previewClocksRoute, previewClocks),
  serveCall(exportRequestsRoute, exportRequests),
  serve(listPipelineRoute, listPipeline),
  serve(listRequestsRoute, listRequestsInReach),
  serve(listMyWorkRoute, listMyWork),
  serve(listOwnersRoute, listOwnersOf),
  serve(getRequestRoute, getRequest),
  serve(getSupervisorBoardRoute, getSupervisorBoard),
  serve(assignRequestRoute, assignRequest),
  serve(transferRequestRoute, transferRequest),
  serve(takeStepRoute, takeStep),
  serve(correctStepRoute, correctStep),
  serve(chaseRequestRoute, chaseRequest),
  serve(pauseRequestRoute, pauseRequest),
  serve(resumeRequestRoute, resumeRequest),
  serve(reclassifyRequestRoute, reclassifyRequest),
  serve(exemptClockRoute, exemptClock),
  serve(withdrawRequestRoute, withdrawRequest),
  serve(closeRequestRoute, closeRequest),
  serve(reopenRequestRoute, reopenRequest),
  serve(getCallBackRulesRoute, getCallBackRules),
  serve(setCallBackRulesRoute, setCallBackRules),
  serve(recordCallBackRoute, recordCallBack),
  serve(revealRequestContactRoute, revealContact),
  serve(unsealReporterRoute, unsealReporter),
  serve(getSupplyFileRoute, getSupplyFile),
  serve(discloseMaterialsRoute, discloseMaterials),
  serve(recordReturnTripRoute, recordReturnTrip),
  serve(askGreenChannelRoute, askGreenChannel),
  serve(approveGreenChannelRoute, approveGreenChannel),
  serve(signContractRoute, signContract),
  serve(listMobileServicesRoute, listMobileServices, { scope: 'system' }),
  serve(planMobileServiceRoute, planMobileService),
  serve(cancelMobileServiceRoute, cancelMobileService),
  serve(listOutagesRoute, listOutagesInReach),
  serve(planOutageRoute, planOutage),
  serve(publishOutageRoute, publishOutage),
  serve(moveOutageRoute, moveOutage),
  serve(extendOutageRoute, extendOutage),
  serve(followOutageRoute, followOutage),
  serve(listArrearsRoute, listArrears),
  serve(openArrearsRoute, openArrears),
  serve(approveStopRoute, approveStop),
  serve(deliverStopNoticeRoute, deliverStopNotice),
  serve(followArrearsRoute, followArrears),
  serve(recordPaymentRoute, recordPayment),
]
