import { type Actor, type Context, NOBODY } from '../platform/context.ts'
import type { DemoPerson } from './people.ts'

const HOUR_MS = 3_600_000

/** An invented person as whoever acts. */
export function actorOf({ personId, name, loginName, unit, role, also }: DemoPerson): Actor {
  const { unitId, path, cityCode } = unit
  const grants = [role, also].flatMap((held) =>
    held ? [{ role: held, unitId, path, cityCode }] : [],
  )
  const { sessionId } = NOBODY
  return {
    ...{ personId, sessionId, name, loginName, unitId, unitPath: path, cityCode },
    grants,
    mustChangePassword: false,
  }
}

/** The transaction in which the demonstration is set up, with the keys. */
export type DemoDatabase = Pick<Context, 'db' | 'vault'>

/** Lets somebody of the demonstration do something at a moment, through the use cases. */
export function contextAs(database: DemoDatabase, person: DemoPerson, now: Date): Context {
  return { ...database, actor: actorOf(person), now, announce: () => {} }
}

/** Somebody of the demonstration, who acts so many hours from now. */
export interface Acting {
  unitId: string
  cityCode: string
  at: (hours: number) => Context
  instant: (hours: number) => string
}

export function actingAt(database: DemoDatabase, person: DemoPerson, now: Date): Acting {
  const timeOf = (hours: number) => new Date(now.getTime() + hours * HOUR_MS)
  return {
    unitId: person.unit.unitId,
    cityCode: person.unit.cityCode,
    at: (hours) => contextAs(database, person, timeOf(hours)),
    instant: (hours) => timeOf(hours).toISOString(),
  }
}
