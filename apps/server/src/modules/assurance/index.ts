import {
  getAssuranceRoute,
  listDueRoute,
  listInspectionCyclesRoute,
  passOnHazardRoute,
  recordAssuranceRoute,
  removeHazardRoute,
  reportHazardRoute,
  setInspectionCycleRoute,
} from '@nuandeng/contract'
import { serve } from '../../platform/http.ts'
import { getAssurance, recordAssurance } from './customer-assurance.ts'
import { listInspectionCycles, setInspectionCycle } from './cycles.ts'
import { passOnHazard, removeHazard, reportHazard } from './hazards.ts'
import { listDue } from './list-due.ts'

export { passOnHazard, recordAssurance, removeHazard, reportHazard, setInspectionCycle }

export const assuranceRoutes = [
  serve(getAssuranceRoute, getAssurance),
  serve(recordAssuranceRoute, recordAssurance),
  serve(reportHazardRoute, reportHazard),
  serve(removeHazardRoute, removeHazard),
  serve(passOnHazardRoute, passOnHazard),
  serve(listDueRoute, listDue),
  serve(listInspectionCyclesRoute, listInspectionCycles),
  serve(setInspectionCycleRoute, setInspectionCycle),
]
