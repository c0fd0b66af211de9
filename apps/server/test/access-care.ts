import type { Role } from '@nuandeng/domain'
import { listed, UP } from './access-row.ts'
import { REASON, type Subjects } from './access-subjects.ts'
import { aNewContact, aNewFlag, aNewRequest, CONSENT, WATCH } from './care-subjects.ts'

const CARE: readonly Role[] = ['care-officer']

/** The rows of the protected store: one role, and no other. */
export const careRows = {
  lookAtCare: {
    may: CARE,
    from: UP,
    of: (make: Subjects) => make.care.aCustomerWith({ purpose: REASON }),
  },
  listCareLooks: { may: CARE, from: UP, of: (make: Subjects) => make.care.aCustomerWith({}) },
  copyCare: {
    may: CARE,
    from: UP,
    of: (make: Subjects) => make.care.aCustomerWith({ asker: '本人', identityCheck: REASON }),
  },
  grantCareFlag: {
    may: CARE,
    from: UP,
    of: (make: Subjects) => make.care.aCustomerWith(aNewFlag()),
  },
  correctCareFlag: {
    may: CARE,
    from: UP,
    of: (make: Subjects) => make.care.aFlag({ source: '走访', reason: REASON }),
  },
  renewCareFlag: {
    may: CARE,
    from: UP,
    of: (make: Subjects) => make.care.aFlag({ consent: CONSENT, expiresOn: '2013-10-14' }),
  },
  agreeToWatch: {
    may: CARE,
    from: UP,
    of: (make: Subjects) => make.care.aFlag({ consent: WATCH }),
  },
  withdrawWatch: {
    may: CARE,
    from: UP,
    of: (make: Subjects) => make.care.aWatched({ cause: 'withdrawn' }),
  },
  eraseCareFlag: {
    may: CARE,
    from: UP,
    of: (make: Subjects) => make.care.aFlag({ cause: 'withdrawn' }),
  },
  endCare: {
    may: CARE,
    from: UP,
    of: (make: Subjects) => make.care.aCustomerWith({ cause: 'died' }),
  },
  saveCareContact: {
    may: CARE,
    from: UP,
    of: (make: Subjects) => make.care.aCustomerWith(aNewContact()),
  },
  eraseCareContact: {
    may: CARE,
    from: UP,
    of: (make: Subjects) => make.care.aContact({ cause: 'withdrawn' }),
  },
  listCareCustomers: {
    may: CARE,
    from: UP,
    of: async (make: Subjects) => listed((await make.care.aFlag({})).flagId, { limit: 200 }),
  },
  listEntitlementLists: {
    may: CARE,
    from: UP,
    of: ({ station: { unitId } }: Subjects) => ({ unitId }),
  },
  countCare: { may: CARE, from: UP, of: ({ station: { unitId } }: Subjects) => ({ unitId }) },
  fileSubjectRequest: {
    may: CARE,
    from: UP,
    of: (make: Subjects) => make.care.aCustomerWith(aNewRequest()),
  },
  decideSubjectRequest: {
    may: CARE,
    from: UP,
    of: (make: Subjects) => make.care.aRequest({ result: 'refused', reason: REASON }),
  },
  listSubjectRequests: {
    may: CARE,
    from: UP,
    of: async (make: Subjects) => listed((await make.care.aRequest({})).requestId, { limit: 200 }),
  },
} as const
