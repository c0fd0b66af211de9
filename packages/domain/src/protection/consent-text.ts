import type { PlainDate } from '../calendar-day.ts'

/** A text that a customer agreed to (同意书文本). Once used it is never changed: a new one gets a new version. */
export interface ConsentText {
  version: string
  /** From this day on it is the one to read out; the one before may no longer be agreed to. */
  validFrom: PlainDate
  text: string
}

const day = (text: string) => text as PlainDate

/** What is told before consent: purpose, necessity and effect (个人信息保护法 17, 30), and the way back. */
export const CONSENT_TEXTS: readonly ConsentText[] = [
  {
    version: '2011-1',
    validFrom: day('2011-01-01'),
    text: '为了在停电、抢修和上门服务时优先照顾您，我们想登记您家的特殊情况。这些情况只给负责关爱服务的人员看，每次查看都有记录，不公开，不转给别的单位。您不同意，照常用电，不受影响。您可以随时撤回同意，我们随即删除。您可以要求查看、复制、更正。到期不续，自动删除。',
  },
]

/** The text that may be agreed to on a day; none before the first. */
export function consentTextOn(on: PlainDate): ConsentText | undefined {
  return CONSENT_TEXTS.findLast(({ validFrom }) => validFrom <= on)
}
