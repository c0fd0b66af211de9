import { randomBytes, scryptSync } from 'node:crypto'
import type { Role } from '@nuandeng/domain'
import { insertCredential } from '../src/modules/organisation/credential.queries.ts'
import { aPerson, type TestServer } from './harness.ts'

export const PASSWORD = 'Deng-huo-2011!'

/** `PASSWORD` as it is stored. A hash keeps its own cost, so tests may take a lower one. */
function hashAt(cost: { N: number; r: number; p: number }): string {
  const salt = randomBytes(16)
  const key = scryptSync(PASSWORD, salt, 32, { ...cost, maxmem: 256 * cost.N * cost.r })
  const { N, r, p } = cost
  return ['scrypt', N, r, p, salt.toString('base64'), key.toString('base64')].join('$')
}
const QUICK_HASH = hashAt({ N: 1024, r: 8, p: 1 })

interface CredentialOptions {
  mustChange?: boolean
  /** Of `PASSWORD`; by default a quick one. */
  passwordHash?: string
}

/** A person who can log in: `p…` with `PASSWORD`, which need not be changed unless told. */
export async function anAccount(
  server: TestServer,
  options: CredentialOptions & { unit?: TestServer['units']['station']; role?: Role } = {},
) {
  const { unit = server.units.station, role = 'field-worker', ...credential } = options
  const person = await aPerson(server, unit, role)
  return { ...person, loginName: await aCredential(server, person.personId, credential) }
}

/** Gives a person `PASSWORD`, and returns the log-in name. */
export async function aCredential(
  server: TestServer,
  personId: string,
  { mustChange = false, passwordHash = QUICK_HASH }: CredentialOptions = {},
) {
  const changedAt = server.clock.now
  await server.database.transact('system', (db) =>
    insertCredential(db, { personId, passwordHash, mustChange, changedAt }),
  )
  return `p${personId.slice(-12)}`
}
