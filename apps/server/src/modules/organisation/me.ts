import type { getMeRoute, ReplyOf } from '@nuandeng/contract'
import { PERMISSIONS, pathsWith } from '@nuandeng/domain'
import type { Actor, Context } from '../../platform/context.ts'
import type { Deps } from '../../platform/http.ts'
import { unitRef } from './get-unit.ts'
import { findOwnState } from './person.queries.ts'
import { listUnitsById } from './unit.queries.ts'

/** What the screens must know of the installation itself. */
export interface House {
  idleMinutes: number
  isDemo: boolean
}

export function houseOf({ settings, isDemo }: Deps): House {
  return { idleMinutes: settings.idleMinutes, isDemo }
}

/** Who is logged in, where and with which roles. */
export function getMe(ctx: Context, _input: unknown, house: House) {
  return meOf(ctx, ctx.actor, house)
}

/** One's own view of oneself: what the screens show and hide by. */
export async function meOf(
  ctx: Pick<Context, 'db'>,
  actor: Actor,
  { idleMinutes, isDemo }: House,
): Promise<ReplyOf<typeof getMeRoute>> {
  const own = await ctx.db.asSystem(() => findOwnState(ctx.db, actor.personId))
  const { grants } = actor
  const units = await listUnitsById(ctx.db, [actor.unitId, ...grants.map((grant) => grant.unitId)])
  const byId = new Map(units.map((unit) => [unit.unitId, unitRef(unit)]))
  const refOf = (unitId: string) => {
    const ref = byId.get(unitId)
    if (!ref) throw new Error(`no unit ${unitId}`)
    return ref
  }
  return {
    personId: actor.personId,
    name: actor.name,
    loginName: actor.loginName,
    unit: refOf(actor.unitId),
    grants: grants.map(({ role, unitId }) => ({ role, unit: refOf(unitId) })),
    permissions: PERMISSIONS.filter((permission) => pathsWith(grants, permission).length > 0),
    hasTotp: own.hasTotp,
    mustChangePassword: actor.mustChangePassword,
    idleMinutes: own.kind === 'display' ? null : idleMinutes,
    isDemo,
  }
}
