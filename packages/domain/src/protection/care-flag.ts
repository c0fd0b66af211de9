/** Kinds of care flag (关爱标识): why a household needs more than others do. */
export const CARE_KINDS = [
  'low-income',
  'destitute',
  'empty-nest',
  'left-behind',
  'living-alone',
  'disabled',
  'advanced-age',
  'resettled',
  'medical-device',
] as const
export type CareKind = (typeof CARE_KINDS)[number]

/** Their Chinese names: for lists of the civil affairs and for the document that a customer gets. */
export const CARE_KIND_NAMES: Record<CareKind, string> = {
  'low-income': '低保',
  destitute: '特困（原五保）',
  'empty-nest': '空巢老人',
  'left-behind': '留守',
  'living-alone': '独居',
  disabled: '残疾',
  'advanced-age': '高龄',
  resettled: '移民',
  'medical-device': '家用医疗设备',
}

/** Kinds that keep a household from being cut off for arrears: a policy of the utility, not law. */
export const GUARDING_CARE_KINDS = [
  'destitute',
  'left-behind',
  'living-alone',
  'disabled',
  'medical-device',
] as const satisfies CareKind[]

/**
 * Kinds whose households may agree to a watch (用电关爱): a person looks in when daily use falls silent. In an empty nest
 * of two the one finds the other before a meter could; who is left there alone gets the flag 独居.
 */
export const WATCHABLE_CARE_KINDS: readonly CareKind[] = ['living-alone']

/**
 * On what ground a flag is kept (个人信息保护法 13). `consent`: the customer agreed, separately (29).
 * `entitlement-list`: the civil affairs list it, for a free allowance that is owed by law; no other kind.
 */
export const CARE_BASES = ['consent', 'entitlement-list'] as const
export type CareBasis = (typeof CARE_BASES)[number]

/** What the civil affairs recognise (社会救助暂行办法 9-16): kinds that may stand without consent. */
export const ENTITLEMENT_KINDS = ['low-income', 'destitute'] as const satisfies CareKind[]
export type EntitlementKind = (typeof ENTITLEMENT_KINDS)[number]

/** How somebody agreed. Who cannot read or write agrees before a witness. */
export const CONSENT_CHANNELS = [
  'written',
  'fingerprint',
  'spoken',
  'telephone-recorded',
  'portal',
] as const
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number]
const WITNESSED: readonly ConsentChannel[] = ['fingerprint', 'spoken']

export const CONSENT_GIVERS = ['self', 'guardian'] as const
export type ConsentGiver = (typeof CONSENT_GIVERS)[number]

/** Who is told when something happens to the customer; each agrees for themselves. */
export const CARE_CONTACT_KINDS = ['next-of-kin', 'village-contact'] as const
export type CareContactKind = (typeof CARE_CONTACT_KINDS)[number]

export const CARE_CONTACT_NAMES: Record<CareContactKind, string> = {
  'next-of-kin': '亲属',
  'village-contact': '村（社区）联系人',
}

/** Whether this way of agreeing needs somebody who was there. */
export function needsWitness(channel: ConsentChannel): boolean {
  return WITNESSED.includes(channel)
}

/** What a customer may ask about their own data (个人信息保护法 44-48). `-all`: everything in the store. */
export const SUBJECT_REQUEST_KINDS = [
  'copy',
  'correct',
  'explain',
  'withdraw-all',
  'delete-all',
] as const
export type SubjectRequestKind = (typeof SUBJECT_REQUEST_KINDS)[number]

export const SUBJECT_REQUEST_STATES = ['open', 'done', 'refused'] as const

/** Words that tell a care flag: they do not stand in the open parts of a file. */
const CARE_WORDS =
  /低保|特困|五保|空巢|留守|独居|孤寡|残疾|聋哑|失独|高龄|移民|呼吸机|制氧机|low.?income|disab/i

/** Whether a short text, such as a tag, tells what belongs into the protected store. */
export function tellsCareFlag(text: string): boolean {
  return CARE_WORDS.test(text.normalize('NFKC').replaceAll(/\s/g, ''))
}
