import type { PlainDate } from '../calendar-day.ts'
import { addMonths } from '../calendar-month.ts'
import { type ConsentChannel, type ConsentGiver, needsWitness } from './care-flag.ts'
import { type ConsentText, consentTextOn, watchTextOn } from './consent-text.ts'

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
  const faults = faultsOf(consent, today, consentTextOn)
  const add = (field: string, code: string, reason: string) => faults.push({ field, code, reason })
  const latest = addMonths(consent.givenOn, CONSENT_MONTHS)
  if (expiresOn <= today) add('expiresOn', 'in-past', 'would be erased at once')
  if (expiresOn > latest) {
    add('expiresOn', 'too-late', `at most ${CONSENT_MONTHS} months after the consent: ${latest}`)
  }
  return faults
}

/** What is wrong with a consent to a watch (用电关爱), which has a text of its own. */
export function checkWatch(consent: Consent, today: PlainDate): CareFault[] {
  const faults = faultsOf(consent, today, watchTextOn)
  if (addMonths(consent.givenOn, CONSENT_MONTHS) <= today) {
    const reason = `a consent holds for ${CONSENT_MONTHS} months: ask again`
    faults.push({ field: 'consent.givenOn', code: 'out-of-date', reason })
  }
  return faults
}

interface Watchable {
  watch?: Consent | null | undefined
  expiresOn: PlainDate
}

/** The day on which a watch is over: with its flag, and two years after the consent at the latest. Null: there is none. */
export function watchEndsOn({ watch, expiresOn }: Watchable): PlainDate | null {
  if (!watch) return null
  const latest = addMonths(watch.givenOn, CONSENT_MONTHS)
  return latest < expiresOn ? latest : expiresOn
}

/** Whether the household of a flag is watched on a day: flag and consent both hold. */
export function isWatched(flag: Watchable, today: PlainDate): boolean {
  const endsOn = watchEndsOn(flag)
  return endsOn !== null && endsOn > today
}

function faultsOf(
  { textVersion, channel, givenOn, witness }: Consent,
  today: PlainDate,
  textOn: (on: PlainDate) => ConsentText | undefined,
): CareFault[] {
  const faults: CareFault[] = []
  const add = (field: string, code: string, reason: string) => faults.push({ field, code, reason })
  if (givenOn > today) add('consent.givenOn', 'in-future', 'a consent is given before it is noted')
  if (textOn(givenOn)?.version !== textVersion) {
    add('consent.textVersion', 'not-in-force', 'this text was not the one in force on that day')
  }
  if (needsWitness(channel) && !witness) {
    add('consent.witness', 'required', 'consent given this way needs a witness')
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
