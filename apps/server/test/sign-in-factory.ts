import type { Role } from '@nuandeng/domain'
import { insertCredential } from '../src/modules/organisation/credential.queries.ts'
import { hashPassword } from '../src/platform/passwords.ts'
import { aPerson, type TestServer } from './harness.ts'

export const PASSWORD = 'Deng-huo-2011!'
let passwordHash: Promise<string> | undefined

/** A person who can log in: `p…` with `PASSWORD`, which need not be changed unless told. */
export async function anAccount(
  server: TestServer,
  options: { unit?: TestServer['units']['station']; role?: Role; mustChange?: boolean } = {},
) {
  const { unit = server.units.station, role = 'field-worker', mustChange = false } = options
  passwordHash ??= hashPassword(PASSWORD)
  const hash = await passwordHash
  const person = await aPerson(server, unit, role)
  const { personId } = person
  await server.database.transact('system', (db) =>
    insertCredential(db, {
      personId,
      passwordHash: hash,
      mustChange,
      changedAt: server.clock.now,
    }),
  )
  return { ...person, loginName: `p${personId.slice(-12)}` }
}
