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

/** What is told before the consent to a watch (用电关爱): a purpose of its own, agreed to and withdrawn by itself. */
export const WATCH_TEXTS: readonly ConsentText[] = [
  {
    version: 'watch-2011-1',
    validFrom: day('2011-01-01'),
    text: '为了在您家用电突然停下来时有人上门看看，我们想查看您家电表每天的用电量。连续几天几乎不用电，才提示负责关爱服务的人员，由人决定是否联系您。每天的用电量能看出您在不在家、怎样生活，所以单独征求您的同意。提示只给负责关爱服务的人员看，每次查看都有记录，不公开，不转给别的单位。您不同意，照常用电，其他关爱服务不受影响。您可以随时单独撤回，我们随即停止查看，并删除由此得出的提示。两年后不再同意，自动停止。',
  },
]

/** The text that may be agreed to on a day; none before the first. */
export function consentTextOn(on: PlainDate): ConsentText | undefined {
  return CONSENT_TEXTS.findLast(({ validFrom }) => validFrom <= on)
}

export function watchTextOn(on: PlainDate): ConsentText | undefined {
  return WATCH_TEXTS.findLast(({ validFrom }) => validFrom <= on)
}
