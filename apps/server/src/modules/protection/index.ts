import {
  agreeToWatchRoute,
  copyCareRoute,
  correctCareFlagRoute,
  countCareRoute,
  decideSubjectRequestRoute,
  endCareRoute,
  eraseCareContactRoute,
  eraseCareFlagRoute,
  fileSubjectRequestRoute,
  grantCareFlagRoute,
  listCareCustomersRoute,
  listCareLooksRoute,
  listEntitlementListsRoute,
  listSubjectRequestsRoute,
  lookAtCareRoute,
  renewCareFlagRoute,
  saveCareContactRoute,
  withdrawWatchRoute,
} from '@nuandeng/contract'
import { serve, serveCall } from '../../platform/http.ts'
import { agreeToWatch, withdrawWatch } from './agree-to-watch.ts'
import { copyCare } from './copy-care.ts'
import { endCare, eraseCareContact, eraseCareFlag } from './erase-care.ts'
import { correctCareFlag, grantCareFlag, renewCareFlag } from './grant-care.ts'
import { countCare, listCareCustomers } from './list-care-customers.ts'
import { listEntitlementLists } from './list-entitlement-lists.ts'
import { listCareLooks, lookAtCare } from './look-at-care.ts'
import { saveCareContact } from './save-contact.ts'
import {
  decideSubjectRequest,
  fileSubjectRequest,
  listSubjectRequests,
} from './subject-requests.ts'

export { entitlementTarget } from './entitlement-target.ts'
export { careExpiryJob } from './expire-care.ts'
export { isGuarded } from './is-guarded.ts'
export { listWatchedAccounts, watchedAmong } from './watched.ts'
export {
  agreeToWatch,
  decideSubjectRequest,
  fileSubjectRequest,
  grantCareFlag,
  lookAtCare,
  saveCareContact,
}

export const protectionRoutes = [
  serve(lookAtCareRoute, lookAtCare),
  serve(listCareLooksRoute, listCareLooks),
  serveCall(copyCareRoute, copyCare),
  serve(grantCareFlagRoute, grantCareFlag),
  serve(correctCareFlagRoute, correctCareFlag),
  serve(renewCareFlagRoute, renewCareFlag),
  serve(agreeToWatchRoute, agreeToWatch),
  serve(withdrawWatchRoute, withdrawWatch),
  serve(eraseCareFlagRoute, eraseCareFlag),
  serve(endCareRoute, endCare),
  serve(saveCareContactRoute, saveCareContact),
  serve(eraseCareContactRoute, eraseCareContact),
  serve(listCareCustomersRoute, listCareCustomers),
  serve(countCareRoute, countCare),
  serve(fileSubjectRequestRoute, fileSubjectRequest),
  serve(decideSubjectRequestRoute, decideSubjectRequest),
  serve(listEntitlementListsRoute, listEntitlementLists),
  serve(listSubjectRequestsRoute, listSubjectRequests),
]
