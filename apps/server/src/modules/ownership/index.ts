import {
  assignOfficersRoute,
  closeNeedRoute,
  createAbsenceRoute,
  createLiaisonRuleRoute,
  endAbsenceRoute,
  endLiaisonRuleRoute,
  exportNeedsRoute,
  fileNeedRoute,
  getCustomerOwnerRoute,
  getLiaisonBoardRoute,
  getNeedRoute,
  listLiaisonRulesRoute,
  listNeedOwnersRoute,
  listNeedsRoute,
  moveNeedRoute,
  releaseCustomerOfficerRoute,
  saveOfficerCardRoute,
  setCustomerOfficerRoute,
} from '@nuandeng/contract'
import { serve, serveCall } from '../../platform/http.ts'
import { createAbsence, endAbsence, getLiaisonBoard, saveOfficerCard } from './absences.ts'
import { assignOfficers } from './assign-officers.ts'
import { getCustomerOwner } from './customer-owner.ts'
import { exportNeeds } from './export-needs.ts'
import { closeNeed, fileNeed, listNeedOwners, moveNeed } from './file-need.ts'
import { createLiaisonRule, endLiaisonRule, listLiaisonRules } from './liaison-rules.ts'
import { getNeed, listNeeds } from './list-needs.ts'
import { releaseCustomerOfficer, setCustomerOfficer } from './set-officer.ts'

export { findCustomerPlace } from './customer.queries.ts'
export {
  assignOfficers,
  closeNeed,
  createAbsence,
  createLiaisonRule,
  fileNeed,
  moveNeed,
  saveOfficerCard,
}

export const ownershipRoutes = [
  serve(getCustomerOwnerRoute, getCustomerOwner),
  serve(setCustomerOfficerRoute, setCustomerOfficer),
  serve(releaseCustomerOfficerRoute, releaseCustomerOfficer),
  serve(listLiaisonRulesRoute, listLiaisonRules),
  serve(createLiaisonRuleRoute, createLiaisonRule),
  serve(endLiaisonRuleRoute, endLiaisonRule),
  serve(assignOfficersRoute, assignOfficers),
  serve(getLiaisonBoardRoute, getLiaisonBoard),
  serve(saveOfficerCardRoute, saveOfficerCard),
  serve(createAbsenceRoute, createAbsence),
  serve(endAbsenceRoute, endAbsence),
  serve(fileNeedRoute, fileNeed),
  serve(listNeedOwnersRoute, listNeedOwners),
  serve(moveNeedRoute, moveNeed),
  serve(closeNeedRoute, closeNeed),
  // Before the single need, whose address would swallow it.
  serveCall(exportNeedsRoute, exportNeeds),
  serve(listNeedsRoute, listNeeds),
  serve(getNeedRoute, getNeed),
]
