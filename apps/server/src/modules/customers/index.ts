import {
  assignCustomersRoute,
  countCustomersRoute,
  createCustomerRoute,
  createSpecialPlaceRoute,
  decideDuplicateRoute,
  editCustomerRoute,
  editSpecialPlaceRoute,
  exportCustomersRoute,
  findDuplicatesRoute,
  getCustomerRoute,
  getCustomerTimelineRoute,
  getSpecialPlaceRoute,
  listCustomersRoute,
  listDuplicatesRoute,
  listSpecialPlacesRoute,
  revealCustomerRoute,
  undoDuplicateRoute,
  verifyCustomerRoute,
} from '@nuandeng/contract'
import { serve, serveCall } from '../../platform/http.ts'
import { assignCustomers } from './assign-customers.ts'
import { decideDuplicate, listDuplicates, undoDuplicate } from './decide-duplicates.ts'
import { exportCustomers } from './export-customers.ts'
import { findDuplicates } from './find-duplicates.ts'
import { getTimeline } from './get-timeline.ts'
import { countFiltered, listCustomers } from './list-customers.ts'
import { getCustomer, revealCustomer } from './read-customer.ts'
import { createPlace, editPlace, getPlace, listPlaces } from './special-places.ts'
import { createCustomer, editCustomer, verifyCustomer } from './write-customer.ts'

export { type AccountFile, findAccountFile, findAccountInReach } from './account.queries.ts'
export { beginFiles, type NewFile } from './begin-files.ts'
export { EMPTY_CONTENT } from './customer-content.ts'
export { customerTarget } from './customer-target.ts'
export { findDuplicates } from './find-duplicates.ts'
export { lexeme } from './search-query.ts'
export { insertSpecialPlace } from './special-place.queries.ts'

export const customerRoutes = [
  serve(listCustomersRoute, listCustomers),
  serve(countCustomersRoute, countFiltered),
  serveCall(exportCustomersRoute, exportCustomers),
  serve(assignCustomersRoute, assignCustomers),
  serve(findDuplicatesRoute, findDuplicates),
  serve(listDuplicatesRoute, listDuplicates),
  serve(decideDuplicateRoute, decideDuplicate),
  serve(undoDuplicateRoute, undoDuplicate),
  serve(createCustomerRoute, createCustomer),
  serve(getCustomerRoute, getCustomer),
  serve(editCustomerRoute, editCustomer),
  serve(verifyCustomerRoute, verifyCustomer),
  serve(revealCustomerRoute, revealCustomer),
  serve(getCustomerTimelineRoute, getTimeline),
  serve(listSpecialPlacesRoute, listPlaces),
  serve(getSpecialPlaceRoute, getPlace),
  serve(createSpecialPlaceRoute, createPlace),
  serve(editSpecialPlaceRoute, editPlace),
]
