import {
  createDisplayRoute,
  getMeRoute,
  listDisplaysRoute,
  listUnitsRoute,
  revokeDisplayRoute,
  signInDisplayRoute,
  signInOptionsRoute,
} from '@nuandeng/contract'
import { beforeEach, expect, test } from 'vitest'
import { aPerson, aServer, as } from '../../../test/harness.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
const NOON = new Date('2011-10-15T12:00:00+08:00')
beforeEach(() => {
  server.clock.now = NOON
})

async function aDisplay(unit = server.units.city) {
  const office = await aPerson(server, unit, 'office')
  const display = { displayId: newId(), unitId: unit.unitId, name: '指挥大厅大屏' }
  const made = await office.call(createDisplayRoute, display)
  if (made.status !== 200) throw new Error(made.body.code)
  return { office, display, key: made.body.key }
}

async function signedIn(key: string) {
  const reply = await as(server).call(signInDisplayRoute, { key })
  if (reply.status !== 200) throw new Error(reply.body.code)
  return { me: reply.body.me, ...as(server, reply.body.token) }
}

test('a wall screen logs in with its key, sees totals only and is never idle', async () => {
  const { key } = await aDisplay()
  const wall = await signedIn(key)
  expect(wall.me).toMatchObject({
    name: '指挥大厅大屏',
    grants: [{ role: 'display', unit: { name: '郑州供电公司' } }],
    permissions: ['day.read'],
    idleMinutes: null,
  })
  expect(await wall.call(listDisplaysRoute, {})).toMatchObject({ status: 403 })
  server.clock.now = new Date(NOON.getTime() + 30 * 86_400_000)
  expect(await wall.call(getMeRoute, {})).toMatchObject({ status: 200 })
  expect(await as(server).call(signInDisplayRoute, { key: `${key}x` })).toMatchObject({
    status: 401,
  })
})

test('the browser of a wall screen keeps its session when it starts again', async () => {
  const { key } = await aDisplay()
  const url = '/api/session/display'
  const response = await server.app.inject({ method: 'POST', url, payload: { key } })
  expect(response.headers['set-cookie']).toMatch(/Max-Age=31622400; Path=\/; HttpOnly/)
})

test('a repeat of the registration gets the same key, and the id cannot be taken by others', async () => {
  const { office, display, key } = await aDisplay()
  expect(await office.call(createDisplayRoute, display)).toMatchObject({ body: { key } })
  const { foreignCity } = server.units
  const foreign = await aPerson(server, foreignCity, 'office')
  const taken = { ...display, unitId: foreignCity.unitId }
  expect(await foreign.call(createDisplayRoute, taken)).toMatchObject({
    status: 409,
    body: { code: 'display-exists' },
  })
})

test('a wall screen that is taken off is dark at once and its key is dead', async () => {
  const { office, display, key } = await aDisplay()
  const wall = await signedIn(key)
  const { displayId } = display
  expect(await office.call(revokeDisplayRoute, { displayId })).toMatchObject({ status: 200 })
  expect(await wall.call(getMeRoute, {})).toMatchObject({ status: 401 })
  expect(await as(server).call(signInDisplayRoute, { key })).toMatchObject({ status: 401 })
  const list = await office.call(listDisplaysRoute, {})
  if (list.status !== 200) throw new Error('no list')
  expect(list.body.items.find((item) => item.displayId === displayId)).toMatchObject({
    lastSeenAt: NOON.toISOString(),
    revokedAt: NOON.toISOString(),
  })
})

test('another city neither sees, registers nor takes off a wall screen', async () => {
  const { display } = await aDisplay()
  const foreign = await aPerson(server, server.units.foreignCity, 'office')
  expect(await foreign.call(listDisplaysRoute, {})).toMatchObject({ body: { items: [] } })
  const { displayId } = display
  expect(await foreign.call(revokeDisplayRoute, { displayId })).toMatchObject({ status: 404 })
  expect(await foreign.call(createDisplayRoute, { ...display, displayId: newId() })).toMatchObject({
    status: 403,
  })
})

test('the log-in page learns how one can log in here', async () => {
  expect(await as(server).call(signInOptionsRoute, {})).toEqual({
    status: 200,
    body: { oidc: null, isDemo: false, demoAccounts: [] },
  })
  expect(await as(server).call(listUnitsRoute, {})).toMatchObject({ status: 401 })
})
