import { isDeepStrictEqual } from 'node:util'
import type {
  correctCareFlagRoute,
  grantCareFlagRoute,
  InputOf,
  renewCareFlagRoute,
} from '@nuandeng/contract'
import { type Consent, checkConsent, type PlainDate, shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { blindIndex, noList } from './blind-index.ts'
import { type CustomerPlace, findFlagForUpdate, insertFlag, setFlag } from './care.queries.ts'
import { getCustomerInCare, subjectOf } from './customer-in-care.ts'
import { type FlagContent, openCare, sealCare } from './sealed-care.ts'

/** Notes a care flag (关爱标识) on a consent; without one there is none. */
export async function grantCareFlag(ctx: Context, input: InputOf<typeof grantCareFlagRoute>) {
  const { flagId, customerId, kind, source, note = null, consent, expiresOn } = input
  const customer = await getCustomerInCare(ctx, customerId, 'care.write')
  refuseBadConsent(ctx, consent, expiresOn)
  const today = shanghaiDate(ctx.now)
  const content: FlagContent = {
    ...{ kind, basis: 'consent', source, note, consent, month: null, listKey: null },
    ...{ holderDiffers: false, recordedBy: ctx.actor.name, recordedOn: today },
  }
  const isNew = await insertFlag(
    ctx.db,
    newFlag(ctx, customer, { flagId, content, expiresOn }),
    ctx.now,
  )
  if (isNew === 0) return answerRepeat(ctx, input, content)
  await record(ctx, 'care.granted', subjectOf(ctx, customer), { flagId })
  return { flagId }
}

/** A flag as it is stored, with what it is found by. */
export function newFlag(
  { vault }: Pick<Context, 'vault'>,
  { customerId, cityCode, unitId }: Pick<CustomerPlace, 'customerId' | 'cityCode' | 'unitId'>,
  flag: { flagId: string; content: FlagContent; expiresOn: PlainDate },
) {
  const { flagId, content, expiresOn } = flag
  const { kind, basis, source, holderDiffers } = content
  const index = blindIndex(vault)
  return {
    ...{ cityCode, flagId, customerId, expiresOn },
    sealed: sealCare(vault, ['care_flag', flagId], content),
    identity: index.identity({ customerId, kind, basis, source }),
    kindIndex: index.kind(kind, unitId),
    holderIndex: index.holder(holderDiffers, unitId),
    listIndex: basis === 'entitlement-list' ? index.list(source) : noList(),
  }
}

export function refuseBadConsent(ctx: Context, consent: Consent, expiresOn: PlainDate) {
  const faults = checkConsent(consent, expiresOn, shanghaiDate(ctx.now))
  if (faults.length > 0) throw problems.invalidInput(faults)
}

/** The same flag sent again gets the first answer; another one under its id, or for its reason, is refused. */
async function answerRepeat(
  ctx: Context,
  { flagId, customerId, expiresOn }: InputOf<typeof grantCareFlagRoute>,
  { recordedBy: _by, recordedOn: _on, ...sent }: FlagContent,
) {
  const stored = await findFlagForUpdate(ctx.db, flagId)
  if (!stored) {
    throw problems.conflict('care-flag-exists', 'This flag stands already; renew or correct it')
  }
  const {
    recordedBy,
    recordedOn,
    watch: _later,
    ...held
  } = openCare(ctx.vault, ['care_flag', flagId], stored.sealed)
  const isSame =
    stored.customerId === customerId &&
    stored.expiresOn === expiresOn &&
    isDeepStrictEqual(held, JSON.parse(JSON.stringify(sent)))
  if (!isSame) throw problems.conflict('id-taken', 'This id stands for another care flag')
  return { flagId }
}

/** Corrects where a flag comes from and its note. */
export async function correctCareFlag(ctx: Context, input: InputOf<typeof correctCareFlagRoute>) {
  const { flagId, source, note = null, reason } = input
  const { flag, content } = await getFlagForUpdate(ctx, flagId)
  if (content.basis !== 'consent') {
    throw problems.conflict('care-flag-of-list', 'A list says this; the next one corrects it')
  }
  await changeFlag(ctx, flag, { ...content, source, note })
  await record(ctx, 'care.corrected', subjectOf(ctx, flag), { flagId, reason })
  return { flagId }
}

/** Keeps a flag longer, on a new consent. */
export async function renewCareFlag(ctx: Context, input: InputOf<typeof renewCareFlagRoute>) {
  const { flagId, consent, expiresOn } = input
  const { flag, content } = await getFlagForUpdate(ctx, flagId)
  if (content.basis !== 'consent') {
    throw problems.conflict('care-flag-of-list', 'A list renews this; grant a flag on the consent')
  }
  refuseBadConsent(ctx, consent, expiresOn)
  await changeFlag(ctx, { ...flag, expiresOn }, { ...content, consent })
  await record(ctx, 'care.renewed', subjectOf(ctx, flag), { flagId })
  return { flagId }
}

export async function getFlagForUpdate(ctx: Context, flagId: string) {
  const flag = await findFlagForUpdate(ctx.db, flagId)
  if (!flag) throw problems.notFound('care flag', flagId)
  authorize(ctx, 'care.write', flag)
  return { flag, content: openCare(ctx.vault, ['care_flag', flagId], flag.sealed) }
}

export async function changeFlag(
  ctx: Context,
  { cityCode, flagId, expiresOn }: { cityCode: string; flagId: string; expiresOn: PlainDate },
  content: FlagContent,
) {
  const sealed = sealCare(ctx.vault, ['care_flag', flagId], content)
  await setFlag(ctx.db, { cityCode, flagId, sealed, expiresOn }, ctx.now)
}
