import { HEADS, type Rows, SELF, UP } from './access-row.ts'
import { REASON } from './access-subjects.ts'

/** The rows of service in parks and villages; the list is there for everybody. */
export const mobileRows = {
  listMobileServices: { may: 'anybody', from: SELF, of: () => ({}) },
  planMobileService: { may: HEADS, from: UP, of: (make) => make.aNewMobileService() },
  cancelMobileService: {
    may: HEADS,
    from: UP,
    of: (make) => make.aMobileService({ reason: REASON }),
  },
} satisfies Rows
