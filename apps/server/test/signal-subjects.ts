import {
  acceptSignalRoute,
  dismissSignalRoute,
  startRuleRunRoute,
  writeImpactRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import { newId } from '../src/platform/ids.ts'
import { andMore } from './and-more.ts'
import { aPerson, type TestServer } from './harness.ts'
import { anApprovedImpact, aSignal, EDITION, IMPACT_CONTENT, LOW_USE } from './signal-factory.ts'

const day = (text: string) => text as PlainDate

/** What somebody sends to make a need of a signal. */
export function anAcceptance() {
  return {
    ...{ needId: newId(), topic: 'visit' as const, text: '用电很少，上门看看' },
    ...{ nextStep: '约定上门', nextStepOn: day('2011-10-17') },
  }
}

export function aDismissal() {
  return { reason: 'second-home' as const, text: '户主常年在市区居住' }
}

export function aVerdict() {
  return {
    ...{ verdictId: newId(), verdict: 'confirmed' as const, visitedOn: day('2011-10-14') },
    ...{ text: '老人独居，灯泡坏了没人修' },
    ...{ nextStep: '更换灯具和线路', nextStepOn: day('2011-10-18') },
  }
}

/** Signals, assessments and runs about the first station and its city. */
export async function signalsAt(server: TestServer) {
  const { station, city } = server.units
  const head = await aPerson(server, station, 'station-head')
  const office = await aPerson(server, station, 'office')
  const cityOffice = await aPerson(server, city, 'office')
  const anOpenSignal = andMore(async () => ({ signalId: (await aSignal(server)).signalId }))
  const anImpact = andMore(async () => {
    const assessmentId = newId()
    const { unitId } = station
    await office.call(writeImpactRoute, { assessmentId, unitId, ...IMPACT_CONTENT })
    return { assessmentId }
  })
  return {
    anOpenSignal,
    anImpact,
    aNewImpact: () => ({ assessmentId: newId(), unitId: station.unitId, ...IMPACT_CONTENT }),
    aDismissedSignal: andMore(async () => {
      const { signalId } = await anOpenSignal({})
      await head.call(dismissSignalRoute, { signalId, ...aDismissal() })
      return { signalId }
    }),
    aSignalInHand: andMore(async () => {
      const { signalId } = await anOpenSignal({})
      await head.call(acceptSignalRoute, { signalId, ...anAcceptance() })
      return { signalId }
    }),
    /** A run that may be asked for: whatever waited is over. */
    async aNewRun() {
      await anApprovedImpact(server)
      await endRuns(server)
      const { edition } = EDITION
      return { runId: newId(), cityUnitId: city.unitId, edition, ruleIds: [LOW_USE] }
    },
    async aRun() {
      await anApprovedImpact(server)
      await endRuns(server)
      const runId = newId()
      const { edition } = EDITION
      const run = { runId, cityUnitId: city.unitId, edition, ruleIds: [LOW_USE] }
      await cityOffice.call(startRuleRunRoute, run)
      return { runId }
    },
  }
}

/** A city is looked at once at a time. */
function endRuns({ database, clock }: TestServer) {
  return database.transact('system', (db) =>
    db.run(
      sql`update rule_run set state = 'done', finished_at = ${clock.now} where finished_at is null`,
    ),
  )
}
