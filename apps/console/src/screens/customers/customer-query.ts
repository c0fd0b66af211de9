import { getCustomerRoute } from '@nuandeng/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'

/** The file of one customer, as its screen and its form read it. */
export const customerQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['customer', customerId],
    queryFn: () => call(getCustomerRoute, { customerId }),
  })
