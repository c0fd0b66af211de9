import {
  assignCustomersRoute,
  countCustomersRoute,
  createCustomerRoute,
  editCustomerRoute,
  exportCustomersRoute,
  getCustomerRoute,
  getCustomerTimelineRoute,
  listCustomersRoute,
  revealCustomerRoute,
  verifyCustomerRoute,
} from '@nuandeng/contract'
import { serve, serveCall } from '../../platform/http.ts'
import { assignCustomers } from './assign-customers.ts'
import { exportCustomers } from './export-customers.ts'
import { getTimeline } from './get-timeline.ts'
import { countFiltered, listCustomers } from './list-customers.ts'
import { getCustomer, revealCustomer } from './read-customer.ts'
import { createCustomer, editCustomer, verifyCustomer } from './write-customer.ts'

export { customerTarget } from './customer-target.ts'

export const customerRoutes = [
  serve(listCustomersRoute, listCustomers),
  serve(countCustomersRoute, countFiltered),
  serveCall(exportCustomersRoute, exportCustomers),
  serve(assignCustomersRoute, assignCustomers),
  serve(createCustomerRoute, createCustomer),
  serve(getCustomerRoute, getCustomer),
  serve(editCustomerRoute, editCustomer),
  serve(verifyCustomerRoute, verifyCustomer),
  serve(revealCustomerRoute, revealCustomer),
  serve(getCustomerTimelineRoute, getTimeline),
]
