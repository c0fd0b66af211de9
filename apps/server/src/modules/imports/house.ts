import { type Permission, pathsWith } from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import type { Spool } from './spool.ts'
import type { ImportTarget, WholeTarget } from './target.ts'

/** What the operations stand on beside their context: the targets there are, and where lists wait. */
export interface House {
  targets: readonly (ImportTarget | WholeTarget)[]
  spool: Spool
}

/** A target at whose unit the actor may import. */
export function getTarget(
  ctx: Context,
  { targets }: Pick<House, 'targets'>,
  place: { target: string; unitPath: string },
): ImportTarget | WholeTarget {
  const target = findTarget(targets, place.target)
  if (!target) throw problems.notFound('import target', place.target)
  authorize(ctx, target.permission, { path: place.unitPath })
  return target
}

export function findTarget(targets: House['targets'], name: string) {
  return targets.find((target) => target.name === name)
}

/** A target, and the path of a unit at and below which it may be imported into. */
export interface Reach {
  target: string
  path: string
}

/**
 * What the actor may import, and where: each target has a permission of its own. One that is asked for by
 * name is refused to who may import it nowhere.
 */
export function reachOf({ actor }: Context, { targets }: House, wanted?: string): Reach[] {
  const byPermission = new Map<Permission, string[]>()
  const reach = targets.flatMap(({ name, permission }) => {
    const paths = byPermission.get(permission) ?? pathsWith(actor.grants, permission)
    byPermission.set(permission, paths)
    return paths.map((path) => ({ target: name, path }))
  })
  if (wanted === undefined) return reach
  const found = reach.filter(({ target }) => target === wanted)
  if (found.length === 0) throw problems.forbidden()
  return found
}
