import type { PlainDate } from '../calendar-day.ts'
import { addMonths } from '../calendar-month.ts'
import { type ConsentChannel, type ConsentGiver, needsWitness } from './care-flag.ts'
import { consentTextOn } from './consent-text.ts'

/** That somebody agreed (同意): to which text, how, when, before whom. */
export interface Consent {
  textVersion: string
  channel: ConsentChannel
  givenBy: ConsentGiver
  givenOn: PlainDate
  witness?: string | undefined
}

/** The longest that anything is kept on one consent; then it is asked for again, or erased (19, 47). */
export const CONSENT_MONTHS = 24

export interface CareFault {
  field: string
  code: string
  reason: string
}

/** What is wrong with a consent and with how long something is to be kept on it. */
export function checkConsent(
  consent: Consent,
  expiresOn: PlainDate,
  today: PlainDate,
): CareFault[] {
  const faults: CareFault[] = []
  const add = (field: string, code: string, reason: string) => faults.push({ field, code, reason })
  const { textVersion, channel, givenOn, witness } = consent
  const latest = addMonths(givenOn, CONSENT_MONTHS)
  if (givenOn > today) add('consent.givenOn', 'in-future', 'a consent is given before it is noted')
  if (consentTextOn(givenOn)?.version !== textVersion) {
    add('consent.textVersion', 'not-in-force', 'this text was not the one in force on that day')
  }
  if (needsWitness(channel) && !witness) {
    add('consent.witness', 'required', 'consent given this way needs a witness')
  }
  if (expiresOn <= today) add('expiresOn', 'in-past', 'would be erased at once')
  if (expiresOn > latest) {
    add('expiresOn', 'too-late', `at most ${CONSENT_MONTHS} months after the consent: ${latest}`)
  }
  return faults
}

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/

/**
 * The day on which an entitlement of a monthly list is erased unless the next list renews it: the first of the
 * second month after it, so that a list that comes late costs nobody their allowance.
 */
export function entitlementEnd(month: string): PlainDate {
  if (!MONTH.test(month)) throw new Error(`not a month: ${month}`)
  return addMonths(`${month}-01` as PlainDate, 2)
}
