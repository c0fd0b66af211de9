import {
  createAbsenceRoute,
  createLiaisonRuleRoute,
  fileNeedRoute,
  type SentOf,
  setCustomerOfficerRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { newId } from '../src/platform/ids.ts'
import { aCustomer } from './customer-factory.ts'
import { aPerson, type TestServer } from './harness.ts'

const day = (text: string) => text as PlainDate

type Need = Omit<SentOf<typeof fileNeedRoute>, 'customerId'>

/** What somebody sends to file a need; its next step is due two days after the tests. */
export function aNewNeed(change: Partial<Need> = {}): Need {
  return {
    needId: newId(),
    topic: 'wiring',
    source: 'visit',
    text: '室内线路老化',
    nextStep: '约定上门检查',
    nextStepOn: day('2011-10-17'),
    ...change,
  }
}

/** Officers, rules, absences and needs of the first station. */
export async function ownershipAt(server: TestServer) {
  const { station } = server.units
  const head = await aPerson(server, station, 'station-head')
  const anOfficer = () => aPerson(server, station, 'liaison-officer')
  const officer = await anOfficer()
  const aNewRule = () => ({
    ...{ ruleId: newId(), unitId: station.unitId, officerIds: [officer.personId] },
    ...{ customerClass: 'A' as const },
  })
  const aNewAbsence = async () => ({
    ...{ absenceId: newId(), personId: (await anOfficer()).personId },
    ...{ fromOn: day('2011-10-15'), toOn: day('2011-10-20') },
  })
  return {
    officer,
    anOfficer,
    aNewRule,
    aNewAbsence,
    async aRule() {
      const rule = aNewRule()
      await head.call(createLiaisonRuleRoute, rule)
      return { ruleId: rule.ruleId }
    },
    async anAbsence() {
      const absence = await aNewAbsence()
      await head.call(createAbsenceRoute, absence)
      return { absenceId: absence.absenceId }
    },
    async aCustomerByHand<const M extends object>(more: M) {
      const { customerId } = await aCustomer(server)
      const choice = { customerId, officerId: officer.personId, reason: '示例' }
      await head.call(setCustomerOfficerRoute, choice)
      return { customerId, ...more }
    },
    async aNeed<const M extends object>(more: M) {
      const { customerId } = await aCustomer(server)
      const need = aNewNeed()
      await head.call(fileNeedRoute, { customerId, ...need })
      return { needId: need.needId, ...more }
    },
  }
}
