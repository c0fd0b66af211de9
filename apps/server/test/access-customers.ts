import { HEADS, listed, type Rows, UP, VISITORS, WORKERS } from './access-row.ts'
import { REASON } from './access-subjects.ts'

/** The rows of the register of customers. */
export const customersRows = {
  listCustomers: {
    may: WORKERS,
    from: UP,
    of: async (make) => {
      const { customerId, accountNo } = await make.aNumberedCustomer()
      return listed(customerId, { search: accountNo })
    },
  },
  countCustomers: {
    may: WORKERS,
    from: UP,
    of: ({ station: { unitId } }) => ({ unitId }),
  },
  createCustomer: { may: HEADS, from: UP, of: (make) => make.aNewCustomer() },
  getCustomer: { may: WORKERS, from: UP, of: (make) => make.aCustomer({}) },
  editCustomer: {
    may: VISITORS,
    from: UP,
    of: (make) => make.aCustomer({ version: 1, name: '新名' }),
  },
  verifyCustomer: {
    may: WORKERS,
    from: UP,
    of: (make) => make.aCustomer({ version: 1 }),
  },
  revealCustomer: {
    may: VISITORS,
    from: UP,
    of: (make) => make.aCustomer({ purpose: REASON }),
  },
  getCustomerTimeline: { may: WORKERS, from: UP, of: (make) => make.aCustomer({}) },
  exportCustomers: {
    may: HEADS,
    from: UP,
    of: ({ station: { unitId } }) => ({ unitId, format: 'csv', purpose: REASON }),
  },
  findDuplicates: { may: HEADS, from: UP, of: ({ station: { unitId } }) => ({ unitId }) },
  listDuplicates: {
    may: HEADS,
    from: UP,
    of: async (make) => {
      const { customerId } = await make.aDuplicatePair({})
      return listed(customerId, { limit: 200 })
    },
  },
  decideDuplicate: {
    may: HEADS,
    from: UP,
    of: (make) => make.aDuplicatePair({ decision: 'distinct', reason: REASON }),
  },
  undoDuplicate: {
    may: HEADS,
    from: UP,
    of: (make) => make.aDecidedPair({ reason: REASON }),
  },
  listSpecialPlaces: {
    may: WORKERS,
    from: UP,
    of: async (make) => listed((await make.aSpecialPlace({})).specialPlaceId, { limit: 200 }),
  },
  createSpecialPlace: { may: HEADS, from: UP, of: (make) => make.aNewSpecialPlace() },
  getSpecialPlace: { may: WORKERS, from: UP, of: (make) => make.aSpecialPlace({}) },
  editSpecialPlace: {
    may: HEADS,
    from: UP,
    of: (make) => make.aSpecialPlace({ version: 1, residents: 60 }),
  },
  assignCustomers: {
    may: HEADS,
    from: UP,
    of: async (make) => {
      const { customerId } = await make.aCustomer({})
      return { of: { customerIds: [customerId] }, addTags: [REASON], reason: REASON }
    },
  },
} satisfies Rows
