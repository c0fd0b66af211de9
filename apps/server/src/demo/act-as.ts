import type { Role } from '@nuandeng/domain'
import { type Context, NOBODY } from '../platform/context.ts'
import type { DemoPerson } from './people.ts'

/** The transaction in which the demonstration is set up, with the keys. */
export type DemoDatabase = Pick<Context, 'db' | 'vault'>

/** Lets somebody of the demonstration do something at a moment, through the use cases. */
export function contextAs(database: DemoDatabase, person: DemoPerson, now: Date): Context {
  const { personId, name, loginName, unit, role } = person
  const { unitId, path, cityCode } = unit
  return {
    ...database,
    actor: {
      ...{ ...NOBODY, personId, name, loginName, unitId, unitPath: path, cityCode },
      grants: [{ role: role as Role, unitId, path, cityCode }],
    },
    now,
    announce: () => {},
  }
}
