import { declareClosureRoute, pauseRequestRoute } from '@nuandeng/contract'
import { newId } from '../src/platform/ids.ts'
import type { TestServer } from './harness.ts'
import { aNewRequest, must, requestFactory } from './request-factory.ts'

/** Requests at the first station, for the table of access. */
export async function requestsAt(server: TestServer) {
  const { accepted, assigned, done, take, office, worker, other } = await requestFactory(server)
  const andMore =
    <S extends object>(make: () => Promise<S>) =>
    async <const M extends object>(more: M): Promise<S & M> => ({ ...(await make()), ...more })
  const aPause = () => ({ pauseId: newId(), reason: 'customer-absent' as const })
  const aNewClosure = () => ({
    closureId: newId(),
    unitId: server.units.station.unitId,
    firstOn: '2012-06-01',
    lastOn: '2012-06-01',
    reason: '汛期停业',
  })
  return {
    aNewClosure,
    aClosure: andMore(async () => must(office, declareClosureRoute, aNewClosure())),
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
