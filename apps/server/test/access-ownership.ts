import { HEADS, listed, UP, WORKERS } from './access-row.ts'
import { REASON, type Subjects } from './access-subjects.ts'
import { aNewNeed } from './ownership-subjects.ts'

/** The rows of liaison officers and needs. */
export const ownershipRows = {
  getCustomerOwner: {
    may: WORKERS,
    from: UP,
    of: (make: Subjects) => make.care.aCustomerWith({}),
  },
  setCustomerOfficer: {
    may: HEADS,
    from: UP,
    of: ({ care, ownership }: Subjects) =>
      care.aCustomerWith({ officerId: ownership.officer.personId, reason: REASON }),
  },
  releaseCustomerOfficer: {
    may: HEADS,
    from: UP,
    of: ({ ownership }: Subjects) => ownership.aCustomerByHand({ reason: REASON }),
  },
  listLiaisonRules: {
    may: WORKERS,
    from: UP,
    of: async ({ ownership }: Subjects) => listed((await ownership.aRule()).ruleId, {}),
  },
  createLiaisonRule: {
    may: HEADS,
    from: UP,
    of: ({ ownership }: Subjects) => ownership.aNewRule(),
  },
  endLiaisonRule: { may: HEADS, from: UP, of: ({ ownership }: Subjects) => ownership.aRule() },
  assignOfficers: {
    may: HEADS,
    from: UP,
    of: ({ station: { unitId } }: Subjects) => ({ unitId, mode: 'gaps' as const }),
  },
  getLiaisonBoard: {
    may: WORKERS,
    from: UP,
    of: ({ station: { unitId } }: Subjects) => ({ unitId }),
  },
  saveOfficerCard: {
    may: HEADS,
    from: UP,
    of: ({ ownership }: Subjects) => ({
      personId: ownership.officer.personId,
      workPhone: '0371-00000000',
    }),
  },
  createAbsence: {
    may: HEADS,
    from: UP,
    of: ({ ownership }: Subjects) => ownership.aNewAbsence(),
  },
  endAbsence: { may: HEADS, from: UP, of: ({ ownership }: Subjects) => ownership.anAbsence() },
  fileNeed: {
    may: WORKERS,
    from: UP,
    of: (make: Subjects) => make.care.aCustomerWith(aNewNeed()),
  },
  listNeedOwners: {
    may: WORKERS,
    from: UP,
    of: (make: Subjects) => make.care.aCustomerWith({}),
  },
  moveNeed: {
    may: WORKERS,
    from: UP,
    of: ({ ownership }: Subjects) => {
      const { nextStep, nextStepOn } = aNewNeed()
      return ownership.aNeed({ done: REASON, nextStep, nextStepOn })
    },
  },
  closeNeed: {
    may: WORKERS,
    from: UP,
    of: ({ ownership }: Subjects) => ownership.aNeed({ result: 'solved', text: REASON }),
  },
  getNeed: { may: WORKERS, from: UP, of: ({ ownership }: Subjects) => ownership.aNeed({}) },
  listNeeds: {
    may: WORKERS,
    from: UP,
    of: async ({ ownership }: Subjects) =>
      listed((await ownership.aNeed({})).needId, { limit: 200, state: 'open' }),
  },
  exportNeeds: {
    may: HEADS,
    from: UP,
    of: async ({ ownership }: Subjects) =>
      listed((await ownership.aNeed({})).needId, { format: 'csv' }),
  },
} as const
