import type { endRoleRoute, grantRoleRoute, InputOf } from '@nuandeng/contract'
import { shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { constraintOf } from '../../platform/db.ts'
import { problems } from '../../platform/problems.ts'
import {
  endAssignment,
  findAssignment,
  insertAssignment,
  listHeldAssignments,
  type NewAssignment,
} from './assignment.queries.ts'
import { getOpenUnit } from './open-unit.ts'
import { findPerson } from './person.queries.ts'

/** Gives a person a role (授予角色) at a unit; both must be in reach. */
export async function grantRole(ctx: Context, input: InputOf<typeof grantRoleRoute>) {
  const { personId, assignmentId, role, validFrom, validTo = null } = input
  const person = await findPerson(ctx.db, personId)
  if (!person) throw problems.notFound('person', personId)
  authorize(ctx, 'role.grant', { path: person.unitPath })
  const unit = await getOpenUnit(ctx, input.unitId)
  authorize(ctx, 'role.grant', unit)
  if (personId === ctx.actor.personId) throw problems.ownAccount()
  if (!person.isActive) throw problems.conflict('person-inactive', 'This account is closed')
  if (validTo !== null && validTo <= validFrom) {
    throw problems.invalidInput([
      { field: 'validTo', code: 'before-start', reason: 'must be later than validFrom' },
    ])
  }
  const held = await listHeldAssignments(ctx.db, personId, validFrom)
  const same = held.find((other) => other.role === role && other.unitId === unit.unitId)
  if (same && (validTo === null || same.validFrom < validTo)) {
    throw problems.conflict('role-held', 'This person holds the role there already')
  }
  const grantedBy = ctx.actor.personId
  await addRole(ctx, { assignmentId, personId, role, unit, validFrom, validTo, grantedBy })
  return { assignmentId }
}

/** Writes an assignment (任职); for use cases and the command line. */
export async function addRole(
  ctx: Pick<Context, 'db' | 'actor' | 'now'>,
  assignment: NewAssignment,
) {
  const { assignmentId, personId, role, unit, validFrom, validTo } = assignment
  try {
    await insertAssignment(ctx.db, assignment)
  } catch (error) {
    // The database holds the rule, so that roles out of reach and grants at the same moment count too.
    if (constraintOf(error) === 'assignment_separated') throw problems.rolesSeparated()
    if (constraintOf(error) === 'assignment_pkey') {
      throw problems.conflict('assignment-exists', 'There is such an assignment already')
    }
    throw error
  }
  const subject = { id: personId, path: unit.path, cityCode: unit.cityCode }
  await record(ctx, 'role.granted', subject, { assignmentId, role, validFrom, validTo })
}

/** Ends a role (收回角色) now; its holder loses the reach at the next request. */
export async function endRole(ctx: Context, input: InputOf<typeof endRoleRoute>) {
  const { assignmentId, personId } = input
  const assignment = await findAssignment(ctx.db, assignmentId, personId)
  if (!assignment) throw problems.notFound('assignment', assignmentId)
  authorize(ctx, 'role.end', { path: assignment.unitPath })
  if (personId === ctx.actor.personId) throw problems.ownAccount()
  const { role, unitPath: path, cityCode } = assignment
  const today = shanghaiDate(ctx.now)
  if (assignment.validTo && assignment.validTo <= today) {
    return { assignmentId, validTo: assignment.validTo }
  }
  const { validTo } = await endAssignment(ctx.db, assignmentId, today)
  const { reason } = input
  await record(ctx, 'role.ended', { id: personId, path, cityCode }, { assignmentId, role, reason })
  return { assignmentId, validTo }
}
