import type { agreeToWatchRoute, InputOf, withdrawWatchRoute } from '@nuandeng/contract'
import { checkWatch, shanghaiDate, WATCHABLE_CARE_KINDS } from '@nuandeng/domain'
import { type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { subjectOf } from './customer-in-care.ts'
import { changeFlag, getFlagForUpdate } from './grant-care.ts'

/** Notes the consent to a watch (用电关爱) beside a flag, or a newer one in its place. */
export async function agreeToWatch(ctx: Context, input: InputOf<typeof agreeToWatchRoute>) {
  const { flagId, consent } = input
  const { flag, content } = await getFlagForUpdate(ctx, flagId)
  if (!WATCHABLE_CARE_KINDS.includes(content.kind)) {
    throw problems.conflict('care-not-watched', 'No rule looks after households of this kind')
  }
  const faults = checkWatch(consent, shanghaiDate(ctx.now))
  if (faults.length > 0) throw problems.invalidInput(faults)
  await changeFlag(ctx, flag, { ...content, watch: consent })
  await record(ctx, 'care.watch-agreed', subjectOf(ctx, flag), { flagId })
  return { flagId }
}

/** Takes the consent to a watch out of a flag, which stays as it is. */
export async function withdrawWatch(ctx: Context, input: InputOf<typeof withdrawWatchRoute>) {
  const { flagId, cause } = input
  const { flag, content } = await getFlagForUpdate(ctx, flagId)
  const { watch, ...rest } = content
  if (!watch) throw problems.conflict('no-watch', 'There is no such consent to withdraw')
  await changeFlag(ctx, flag, rest)
  await record(ctx, 'care.watch-withdrawn', subjectOf(ctx, flag), { flagId, cause })
  return { flagId }
}
