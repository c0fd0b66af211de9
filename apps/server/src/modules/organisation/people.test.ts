import {
  createPersonRoute,
  deactivatePersonRoute,
  editPersonRoute,
  endRoleRoute,
  getMeRoute,
  getPersonRoute,
  grantRoleRoute,
  listPeopleRoute,
  listUnitsRoute,
  type Route,
  resetSignInRoute,
  revealPersonRoute,
  type SentOf,
  signInRoute,
  unlockPersonRoute,
} from '@nuandeng/contract'
import type { PlainDate, Role } from '@nuandeng/domain'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aPerson, aServer, as } from '../../../test/harness.ts'
import { anAccount, PASSWORD } from '../../../test/sign-in-factory.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
const FIRST = 'Xin-ren-2011-10'
const TODAY = '2011-10-15' as PlainDate
let count = 0

function aNewcomer(overrides: Partial<SentOf<typeof createPersonRoute>> = {}) {
  count++
  return {
    personId: newId(),
    unitId: server.units.station.unitId,
    loginName: `newcomer${count}`,
    name: `新人示例${count}`,
    staffNo: `N${count}`,
    phone: '13812340000',
    firstPassword: FIRST,
    ...overrides,
  }
}

const systemAdmin = () => aPerson(server, server.units.city, 'system-admin')
const securityAdmin = (unit = server.units.city) => aPerson(server, unit, 'security-admin')

const grant = (personId: string, role: Role, unit = server.units.station) => ({
  personId,
  assignmentId: newId(),
  role,
  unitId: unit.unitId,
  validFrom: TODAY,
})

test('a newcomer logs in with the first password and must change it', async () => {
  const admin = await systemAdmin()
  const newcomer = aNewcomer()
  expect(await admin.call(createPersonRoute, newcomer)).toMatchObject({ status: 200 })
  const { loginName } = newcomer
  const reply = await as(server).call(signInRoute, { loginName, password: FIRST })
  expect(reply).toMatchObject({
    status: 200,
    body: { me: { mustChangePassword: true, grants: [], permissions: [] } },
  })
})

test('names and numbers are taken once, even when the other one is out of reach', async () => {
  const admin = await systemAdmin()
  const newcomer = aNewcomer()
  await admin.call(createPersonRoute, newcomer)
  const foreign = await aPerson(server, server.units.foreignCity, 'system-admin')
  const { unitId } = server.units.foreign
  const { personId, loginName, staffNo } = newcomer
  for (const [taken, code] of [
    [{ personId }, 'person-exists'],
    [{ loginName }, 'login-name-taken'],
    [{ staffNo }, 'staff-no-taken'],
  ] as const) {
    const other = aNewcomer({ unitId, ...taken })
    expect(await foreign.call(createPersonRoute, other)).toMatchObject({
      status: 409,
      body: { code },
    })
  }
})

test('nobody adds people outside of their reach', async () => {
  const admin = await aPerson(server, server.units.foreignCity, 'system-admin')
  expect(await admin.call(createPersonRoute, aNewcomer())).toMatchObject({ status: 403 })
})

test('people are found by name, number, unit and role, page by page, within reach', async () => {
  const admin = await systemAdmin()
  const security = await securityAdmin()
  const people = [aNewcomer(), aNewcomer(), aNewcomer({ unitId: server.units.sibling.unitId })]
  for (const person of people) await admin.call(createPersonRoute, person)
  const [first, second, third] = people.map(({ personId }) => ({ personId }))
  await security.call(grantRoleRoute, grant(first?.personId ?? '', 'liaison-officer'))

  const find = async (query: SentOf<typeof listPeopleRoute>, reader = admin) => {
    const reply = await reader.call(listPeopleRoute, query)
    if (reply.status !== 200) throw new Error(reply.body.code)
    return reply.body
  }
  const shared = { search: people[0]?.name.slice(0, 4) ?? '' }
  const page = await find({ search: people[0]?.loginName ?? '', limit: 1 })
  expect(page.items).toMatchObject([first])
  expect((await find({ search: people[1]?.staffNo ?? '' })).items).toMatchObject([second])
  const { unitId } = server.units.sibling
  expect((await find({ ...shared, unitId })).items).toMatchObject([third])
  expect((await find({ ...shared, role: 'liaison-officer' })).items).toMatchObject([
    { ...first, roles: [{ role: 'liaison-officer', unit: { name: '官渡供电所' } }] },
  ])
  const ids: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const next = await find({ ...shared, limit: 2, ...(cursor ? { cursor } : {}) })
    ids.push(...next.items.map(({ personId }) => personId))
    cursor = next.next
  }
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual(expect.arrayContaining(people.map(({ personId }) => personId)))

  const foreign = await aPerson(server, server.units.foreignCity, 'office')
  expect((await find(shared, foreign)).items).toEqual([])
  expect(await foreign.call(getPersonRoute, { personId: ids[0] ?? '' })).toMatchObject({
    status: 404,
  })
  const worker = await aPerson(server, server.units.station, 'field-worker')
  expect(await worker.call(listPeopleRoute, {})).toMatchObject({ status: 403 })
})

test('a personal number is masked, and shown in full only with a purpose on record', async () => {
  const admin = await systemAdmin()
  const newcomer = aNewcomer()
  const { personId } = newcomer
  await admin.call(createPersonRoute, newcomer)
  expect(await admin.call(getPersonRoute, { personId })).toMatchObject({
    body: { phone: '138****0000' },
  })
  const purpose = '夜间抢修联系'
  expect(await admin.call(revealPersonRoute, { personId, purpose })).toMatchObject({ status: 403 })
  const office = await aPerson(server, server.units.city, 'office')
  expect(await office.call(revealPersonRoute, { personId, purpose })).toMatchObject({
    body: { phone: '13812340000' },
  })
  const stored = await server.database.transact('system', async (db) => ({
    person: await db.one<{ sealedPhone: string }>(
      sql`select sealed_phone from person where person_id = ${personId}`,
    ),
    events: await db.rows<{ details: object }>(
      sql`select details from event where subject_id = ${personId} and kind = 'person.revealed'`,
    ),
  }))
  expect(stored.person.sealedPhone).not.toContain('1381234')
  expect(stored.events).toEqual([{ details: { purpose } }])
})

test('a person is corrected and moved within reach, and not out of it', async () => {
  const admin = await systemAdmin()
  const newcomer = aNewcomer()
  const { personId } = newcomer
  await admin.call(createPersonRoute, newcomer)
  const { sibling, foreign } = server.units
  const edit = { personId, name: '改名示例', phone: null, unitId: sibling.unitId }
  expect(await admin.call(editPersonRoute, edit)).toMatchObject({
    status: 200,
    body: {
      name: '改名示例',
      phone: null,
      staffNo: newcomer.staffNo,
      unit: { name: '韩寺供电所' },
    },
  })
  const away = { personId, unitId: foreign.unitId }
  expect(await admin.call(editPersonRoute, away)).toMatchObject({ status: 403 })
  const other = await aPerson(server, server.units.foreignCity, 'system-admin')
  expect(await other.call(editPersonRoute, edit)).toMatchObject({ status: 404 })
})

test('a role gives reach at once, and its end takes it at once', async () => {
  const security = await securityAdmin()
  const person = await aPerson(server, server.units.station)
  expect(await person.call(listPeopleRoute, {})).toMatchObject({ status: 403 })
  const given = grant(person.personId, 'station-head')
  expect(await security.call(grantRoleRoute, given)).toMatchObject({ status: 200 })
  expect(await person.call(listPeopleRoute, {})).toMatchObject({ status: 200 })
  const again = { ...given, assignmentId: newId() }
  expect(await security.call(grantRoleRoute, again)).toMatchObject({
    status: 409,
    body: { code: 'role-held' },
  })
  const { personId, assignmentId } = given
  const end = { personId, assignmentId, reason: '调岗' }
  expect(await security.call(endRoleRoute, end)).toMatchObject({ body: { validTo: TODAY } })
  expect(await person.call(listPeopleRoute, {})).toMatchObject({ status: 403 })
  expect(await security.call(getPersonRoute, { personId })).toMatchObject({
    body: { roles: [{ assignmentId, validTo: TODAY }] },
  })
})

const pairs: [Role, Role][] = [
  ['system-admin', 'security-admin'],
  ['security-admin', 'auditor'],
  ['auditor', 'system-admin'],
]
test.each(pairs)('nobody holds %s and %s at a time', async (first, second) => {
  const security = await securityAdmin(server.units.province)
  const { personId } = await aPerson(server, server.units.city)
  const { city, foreignCity } = server.units
  const held = grant(personId, first, city)
  expect(await security.call(grantRoleRoute, held)).toMatchObject({ status: 200 })
  expect(await security.call(grantRoleRoute, grant(personId, second, foreignCity))).toMatchObject({
    status: 409,
    body: { code: 'roles-separated' },
  })
  const { assignmentId } = held
  await security.call(endRoleRoute, { personId, assignmentId, reason: '轮岗' })
  expect(await security.call(grantRoleRoute, grant(personId, second, foreignCity))).toMatchObject({
    status: 200,
  })
})

test('of two separated roles given at the same moment one is refused', async () => {
  const security = await securityAdmin()
  const { personId } = await aPerson(server, server.units.station)
  const replies = await Promise.all(
    (['system-admin', 'auditor'] as const).map((role) =>
      security.call(grantRoleRoute, grant(personId, role)),
    ),
  )
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
})

test('nobody gives roles to themselves or outside of their reach', async () => {
  const security = await securityAdmin()
  const own = grant(security.personId, 'office', server.units.city)
  expect(await security.call(grantRoleRoute, own)).toMatchObject({
    status: 403,
    body: { code: 'own-account' },
  })
  const { personId } = await aPerson(server, server.units.station)
  for (const unit of [server.units.province, server.units.foreign]) {
    expect(await security.call(grantRoleRoute, grant(personId, 'office', unit))).toMatchObject({
      status: 403,
    })
  }
  const stranger = await aPerson(server, server.units.foreign)
  expect(await security.call(grantRoleRoute, grant(stranger.personId, 'office'))).toMatchObject({
    status: 404,
  })
})

test('a lock is lifted by a security administrator in reach only', async () => {
  const { personId, loginName } = await anAccount(server)
  const signIn = (password: string) => as(server).call(signInRoute, { loginName, password })
  for (let i = 1; i <= 5; i++) await signIn('wrong')
  const unlock = { personId, reason: '本人来电核实' }
  const foreign = await securityAdmin(server.units.foreignCity)
  expect(await foreign.call(unlockPersonRoute, unlock)).toMatchObject({ status: 404 })
  const security = await securityAdmin()
  expect(await security.call(getPersonRoute, { personId })).toMatchObject({
    body: { isLocked: true },
  })
  expect(await signIn(PASSWORD)).toMatchObject({ status: 423 })
  expect(await security.call(unlockPersonRoute, unlock)).toMatchObject({ status: 200 })
  expect(await signIn(PASSWORD)).toMatchObject({ status: 200 })
})

test('a closed account is out at once, with all its roles, and cannot log in', async () => {
  const security = await securityAdmin()
  const { loginName, ...person } = await anAccount(server)
  const { personId } = person
  const close = { personId, reason: '离职' }
  const foreign = await securityAdmin(server.units.foreignCity)
  expect(await foreign.call(deactivatePersonRoute, close)).toMatchObject({ status: 404 })
  expect(await person.call(getMeRoute, {})).toMatchObject({ status: 200 })
  expect(await security.call(deactivatePersonRoute, close)).toMatchObject({ status: 200 })
  expect(await person.call(getMeRoute, {})).toMatchObject({ status: 401 })
  const reply = await as(server).call(signInRoute, { loginName, password: PASSWORD })
  expect(reply).toMatchObject({ status: 401, body: { code: 'sign-in-failed' } })
  expect(await security.call(getPersonRoute, { personId })).toMatchObject({
    body: { isActive: false, roles: [{ validTo: TODAY }] },
  })
  expect(await security.call(grantRoleRoute, grant(personId, 'office'))).toMatchObject({
    status: 409,
  })
  await security.call(deactivatePersonRoute, { personId, reason: '再次停用' })
  const told = await server.database.transact('system', (db) =>
    db.rows(sql`
      select details->>'reason' as reason from event
      where subject_id = ${personId} and kind = 'person.deactivated' order by event_id`),
  )
  expect(told).toEqual([{ reason: '离职' }, { reason: '再次停用' }])
})

test('a reset gives a new first password and ends all sessions', async () => {
  const security = await securityAdmin()
  const { loginName, ...person } = await anAccount(server)
  const reset = { personId: person.personId, firstPassword: FIRST, reason: '忘记口令' }
  expect(await security.call(resetSignInRoute, reset)).toMatchObject({ status: 200 })
  expect(await person.call(getMeRoute, {})).toMatchObject({ status: 401 })
  const reply = await as(server).call(signInRoute, { loginName, password: FIRST })
  expect(reply).toMatchObject({ body: { me: { mustChangePassword: true } } })
  const without = await aPerson(server, server.units.station)
  const first = { ...reset, personId: without.personId }
  expect(await security.call(resetSignInRoute, first)).toMatchObject({ status: 200 })
})

test('nobody takes over an account whose roles reach further than their own', async () => {
  const security = await securityAdmin()
  const provincial = await securityAdmin(server.units.province)
  const person = await aPerson(server, server.units.city)
  const { personId } = person
  await provincial.call(grantRoleRoute, grant(personId, 'office', server.units.province))
  const reset = { personId, firstPassword: FIRST, reason: '忘记口令' }
  const refusals: [Route, object][] = [
    [resetSignInRoute, reset],
    [deactivatePersonRoute, { personId, reason: '离职' }],
  ]
  for (const [route, input] of refusals) {
    expect(await security.call(route, input)).toMatchObject({
      status: 403,
      body: { code: 'roles-out-of-reach' },
    })
  }
  expect(await person.call(listUnitsRoute, {})).toMatchObject({ status: 200 })
  expect(await provincial.call(resetSignInRoute, reset)).toMatchObject({ status: 200 })
})
