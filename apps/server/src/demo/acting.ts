import type { Role } from '@nuandeng/domain'
import { type Actor, type Context, NOBODY } from '../platform/context.ts'
import type { DemoPerson } from './people.ts'

const HOUR_MS = 3_600_000

/** An invented person as whoever acts. */
export function actorOf({ personId, name, loginName, unit, role }: DemoPerson): Actor {
  const { unitId, path, cityCode } = unit
  const grant = { role: role as Role, unitId, path, cityCode }
  const { sessionId } = NOBODY
  return {
    ...{ personId, sessionId, name, loginName, unitId, unitPath: path, cityCode },
    grants: [grant],
    mustChangePassword: false,
  }
}

/** Somebody of the demonstration, who acts so many hours from now. */
export interface Acting {
  unitId: string
  cityCode: string
  at: (hours: number) => Context
  instant: (hours: number) => string
}

export function actingAt(
  stage: Pick<Context, 'db' | 'vault'>,
  person: DemoPerson,
  now: Date,
): Acting {
  const timeOf = (hours: number) => new Date(now.getTime() + hours * HOUR_MS)
  return {
    unitId: person.unit.unitId,
    cityCode: person.unit.cityCode,
    at: (hours) => ({
      ...stage,
      actor: actorOf(person),
      now: timeOf(hours),
      announce: () => {},
    }),
    instant: (hours) => timeOf(hours).toISOString(),
  }
}
