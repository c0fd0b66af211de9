import type { Role } from '@nuandeng/domain'
import { EVERYWHERE, HEADS, listed, OFFICE, UP, VISITORS } from './access-row.ts'
import { REASON, type Subjects, TODAY } from './access-subjects.ts'
import { aDismissal, anAcceptance, aVerdict } from './signal-subjects.ts'

/** Heads and offices, and the officers who visit. */
const LOOKERS: readonly Role[] = VISITORS

/** The rows of signals and of what lets rules run: never the wall screen, never the public. */
export const discoveryRows = {
  listSignals: {
    may: LOOKERS,
    from: UP,
    of: async ({ signals }: Subjects) =>
      listed((await signals.anOpenSignal({})).signalId, { limit: 200, state: 'open' }),
  },
  exportSignals: {
    may: HEADS,
    from: UP,
    of: async ({ signals }: Subjects) =>
      listed((await signals.anOpenSignal({})).signalId, { format: 'csv', purpose: REASON }),
  },
  getSignal: { may: LOOKERS, from: UP, of: ({ signals }: Subjects) => signals.anOpenSignal({}) },
  acceptSignal: {
    may: HEADS,
    from: UP,
    of: ({ signals }: Subjects) => signals.anOpenSignal(anAcceptance()),
  },
  dismissSignal: {
    may: HEADS,
    from: UP,
    of: ({ signals }: Subjects) => signals.anOpenSignal(aDismissal()),
  },
  reopenSignal: {
    may: HEADS,
    from: UP,
    of: ({ signals }: Subjects) => signals.aDismissedSignal({ reason: REASON }),
  },
  recordVerdict: {
    may: LOOKERS,
    from: UP,
    of: ({ signals }: Subjects) => signals.aSignalInHand(aVerdict()),
  },
  recordCheck: {
    may: LOOKERS,
    from: UP,
    of: ({ care }: Subjects) => {
      const { verdictId, verdict, visitedOn, text } = aVerdict()
      return care.aCustomerWith({ verdictId, ruleId: 'under-1-kwh', verdict, visitedOn, text })
    },
  },
  getTrackRecord: {
    may: LOOKERS,
    from: UP,
    of: ({ station: { unitId } }: Subjects) => ({ unitId, from: TODAY, until: TODAY }),
  },
  // Numbers of the cities in reach: below a city there are none.
  getSignalOverview: {
    may: OFFICE,
    from: EVERYWHERE,
    of: () => listed('"cities":[', {}),
  },
  listDiscoveryRules: {
    may: LOOKERS,
    from: UP,
    of: ({ station: { unitId } }: Subjects) => ({ unitId }),
  },
  writeImpact: { may: OFFICE, from: UP, of: ({ signals }: Subjects) => signals.aNewImpact() },
  approveImpact: {
    may: OFFICE,
    from: UP,
    of: ({ signals }: Subjects) => signals.anImpact({ validUntil: TODAY }),
  },
  withdrawImpact: {
    may: OFFICE,
    from: UP,
    of: ({ signals }: Subjects) => signals.anImpact({ reason: REASON }),
  },
  // Rules run over the readings of a whole city.
  startRuleRun: { may: OFFICE, from: ['city'], of: ({ signals }: Subjects) => signals.aNewRun() },
  listRuleRuns: {
    may: OFFICE,
    from: ['city'],
    of: async ({ signals }: Subjects) => listed((await signals.aRun()).runId, {}),
  },
} as const
