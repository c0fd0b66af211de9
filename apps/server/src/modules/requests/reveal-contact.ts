import type { InputOf, revealRequestContactRoute, unsealReporterRoute } from '@nuandeng/contract'
import type { Permission } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { openReporter } from './reporter.ts'
import { findSealedContact } from './request.queries.ts'

/** Shows the contact of an ordinary request in full, and writes down who looked and what for. */
export async function revealContact(
  ctx: Context,
  input: InputOf<typeof revealRequestContactRoute>,
) {
  return reveal(ctx, input, { permission: 'request.reveal', isConfidential: false })
}

/** Shows who made a confidential report (密封身份). */
export async function unsealReporter(ctx: Context, input: InputOf<typeof unsealReporterRoute>) {
  return reveal(ctx, input, { permission: 'request.unseal', isConfidential: true })
}

async function reveal(
  ctx: Context,
  { requestId, purpose }: { requestId: string; purpose: string },
  by: { permission: Permission; isConfidential: boolean },
) {
  const found = await findSealedContact(ctx.db, requestId)
  if (!found) throw problems.notFound('request', requestId)
  authorize(ctx, by.permission, { path: found.unitPath })
  // A confidential contact is not there for those who may only reveal ordinary ones.
  if (!found.contactSealed || found.isConfidential !== by.isConfidential)
    throw problems.notFound('contact', requestId)
  const subject = { id: requestId, path: found.unitPath, cityCode: found.cityCode }
  const kind = by.isConfidential ? 'request.unsealed' : 'request.revealed'
  await record(ctx, kind, subject, { purpose })
  return openReporter(ctx.vault, requestId, found.contactSealed)
}
