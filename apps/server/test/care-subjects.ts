import {
  agreeToWatchRoute,
  fileSubjectRequestRoute,
  grantCareFlagRoute,
  type SentOf,
  saveCareContactRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { newId } from '../src/platform/ids.ts'
import { aCustomer } from './customer-factory.ts'
import { aPerson, type TestServer } from './harness.ts'

const day = (text: string) => text as PlainDate

/** A consent in writing of the day before the tests. */
export const CONSENT = {
  textVersion: '2011-1',
  channel: 'written',
  givenBy: 'self',
  givenOn: day('2011-10-14'),
} as const

/** To having daily readings looked at. */
export const WATCH = { ...CONSENT, textVersion: 'watch-2011-1' } as const

type Flag = Omit<SentOf<typeof grantCareFlagRoute>, 'customerId'>

/** What a care officer sends to grant a flag. */
export function aNewFlag(change: Partial<Flag> = {}): Flag {
  return {
    flagId: newId(),
    kind: 'living-alone',
    source: '走访',
    note: '子女在外地',
    consent: CONSENT,
    expiresOn: day('2012-10-14'),
    ...change,
  }
}

type Contact = Omit<SentOf<typeof saveCareContactRoute>, 'customerId'>

export function aNewContact(change: Partial<Contact> = {}): Contact {
  return {
    contactId: newId(),
    kind: 'next-of-kin',
    name: '示例亲属',
    phone: '13800000001',
    relation: '儿子',
    consent: CONSENT,
    expiresOn: day('2012-10-14'),
    ...change,
  }
}

export function aNewRequest() {
  const asked = { asker: '本人', identityCheck: '身份证核对', words: '请更正我的情况' }
  return { requestId: newId(), kind: 'correct' as const, ...asked }
}

/** Customers of the first station with a flag and a contact. */
export async function careAt(server: TestServer) {
  const officer = await aPerson(server, server.units.station, 'care-officer')
  const aFlag = async <const M extends object>(more: M) => {
    const { customerId } = await aCustomer(server)
    const flag = aNewFlag()
    await officer.call(grantCareFlagRoute, { customerId, ...flag })
    return { flagId: flag.flagId, ...more }
  }
  const aWatched = async <const M extends object>(more: M) => {
    const { flagId } = await aFlag({})
    await officer.call(agreeToWatchRoute, { flagId, consent: WATCH })
    return { flagId, ...more }
  }
  const aContact = async <const M extends object>(more: M) => {
    const { customerId } = await aCustomer(server)
    const contact = aNewContact()
    await officer.call(saveCareContactRoute, { customerId, ...contact })
    return { contactId: contact.contactId, ...more }
  }
  const aRequest = async <const M extends object>(more: M) => {
    const { customerId } = await aCustomer(server)
    const request = aNewRequest()
    await officer.call(fileSubjectRequestRoute, { customerId, ...request })
    return { requestId: request.requestId, ...more }
  }
  return {
    aFlag,
    aWatched,
    aContact,
    aRequest,
    async aCustomerWith<const M extends object>(more: M) {
      const { customerId } = await aCustomer(server)
      return { customerId, ...more }
    },
  }
}
