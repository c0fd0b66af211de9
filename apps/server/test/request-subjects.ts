import { askGreenChannelRoute, pauseRequestRoute } from '@nuandeng/contract'
import { newId } from '../src/platform/ids.ts'
import { andMore } from './and-more.ts'
import type { TestServer } from './harness.ts'
import { noticesAt } from './notice-subjects.ts'
import { aNewRequest, must, requestFactory } from './request-factory.ts'

/** Requests at the first station, for the table of access. */
export async function requestsAt(server: TestServer) {
  const people = await requestFactory(server)
  const { accepted, assigned, done, take, worker, other } = people
  const aPause = () => ({ pauseId: newId(), reason: 'customer-absent' as const })
  const aSupply = () => assigned({ kind: 'new-supply', subkind: 'low-voltage' })
  const aGreenReason = () => ({
    reason: 'drought' as const,
    note: '抗旱灌溉',
    targets: [{ step: 'plan.replied', workingDays: 1 }],
  })
  return {
    aGreenReason,
    aSupply: andMore(aSupply),
    aGreenSupply: andMore(async () => {
      const { requestId } = await aSupply()
      await must(worker, askGreenChannelRoute, { requestId, ...aGreenReason() })
      return { requestId }
    }),
    ...noticesAt(server, people.office),
    anId: newId,
    aNewRequest: () => aNewRequest(server),
    anOwner: () => ({ ownerId: worker.personId }),
    anotherOwner: () => ({ ownerId: other.personId }),
    aStep: () => ({ stepId: newId(), step: 'crew.arrived' }),
    aPause,
    aRequest: andMore(() => accepted()),
    async anAccountsRequest() {
      const accountNo = newId().slice(-12)
      return { ...(await accepted({ accountNo })), accountNo }
    },
    aNewSupply: () => accepted({ kind: 'new-supply', subkind: 'resident' }),
    anAssignedRequest: andMore(() => assigned()),
    aDoneRequest: andMore(async () => ({ requestId: (await done()).requestId })),
    aSealedRequest: andMore(() => accepted({ isConfidential: true })),
    aPausedRequest: andMore(async () => {
      const { requestId } = await assigned()
      await must(worker, pauseRequestRoute, { requestId, ...aPause() })
      return { requestId }
    }),
    async aStepToCorrect() {
      const { requestId } = await assigned()
      const stepId = await take(requestId, 'crew.arrived')
      const at = server.clock.now.toISOString()
      return { requestId, stepId, newStepId: newId(), at, reason: '核对' }
    },
  }
}
