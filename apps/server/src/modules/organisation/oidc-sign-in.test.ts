import {
  deactivatePersonRoute,
  getMeRoute,
  resetSignInRoute,
  signInOptionsRoute,
} from '@nuandeng/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aPerson, aServer, as } from '../../../test/harness.ts'
import {
  anIdentityProvider,
  browse,
  type IdentityProvider,
} from '../../../test/identity-provider.ts'
import { anAccount } from '../../../test/sign-in-factory.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
const PUBLIC_URL = 'http://nuandeng.test'
let idp: IdentityProvider

beforeAll(async () => {
  idp = await anIdentityProvider(`${PUBLIC_URL}/api/session/oidc/callback`)
  const { issuer, clientId, clientSecret } = idp
  Object.assign(server.installation.settings, {
    publicUrl: PUBLIC_URL,
    oidc: {
      issuer,
      clientId,
      clientSecret,
      label: '统一身份认证',
      claim: 'preferred_username',
      claimHolds: 'login-name',
    },
  })
})
afterAll(() => idp.close())

const get = (url: string, cookie = '') =>
  server.app.inject({ method: 'GET', url, headers: cookie ? { cookie } : {} })

const cookieOf = (headers: Record<string, unknown>, name: string) =>
  [headers['set-cookie']]
    .flat()
    .map((line) => String(line).split(';')[0] ?? '')
    .find((pair) => pair.startsWith(`${name}=`))

async function begin() {
  const started = await get('/api/session/oidc')
  expect(started.statusCode).toBe(302)
  const back = await browse(String(started.headers.location), idp.issuer)
  const flow = cookieOf(started.headers, 'nuandeng_oidc') ?? ''
  return { address: `${back.pathname}${back.search}`, flow }
}

/** Goes the whole way as somebody known to the provider. */
async function enter(subject: string, claims: Record<string, unknown>) {
  idp.entrant = { subject, claims }
  const { address, flow } = await begin()
  const finished = await get(address, flow)
  const session = cookieOf(finished.headers, 'nuandeng_session')
  return { to: finished.headers.location, ...as(server, session?.split('=')[1]) }
}

test('the log-in page offers the identity provider', async () => {
  expect(await as(server).call(signInOptionsRoute, {})).toMatchObject({
    body: { oidc: { label: '统一身份认证', startUrl: '/api/session/oidc' } },
  })
})

test('somebody known by the claim is let in, and at the next time by the identity itself', async () => {
  const { personId, loginName } = await anAccount(server, { mustChange: true })
  const subject = newId()
  const first = await enter(subject, { preferred_username: loginName.toUpperCase() })
  expect(first.to).toBe('/')
  // The provider answers for the log-in: our own first password need not be changed for it.
  expect(await first.call(getMeRoute, {})).toMatchObject({
    status: 200,
    body: { personId, mustChangePassword: false },
  })
  const again = await enter(subject, { preferred_username: 'renamed' })
  expect(await again.call(getMeRoute, {})).toMatchObject({ body: { personId } })
})

test('who takes over a name at the provider does not take over the person', async () => {
  const { loginName } = await anAccount(server)
  await enter(newId(), { preferred_username: loginName })
  const heir = await enter(newId(), { preferred_username: loginName })
  expect(heir.to).toBe('/?refused=oidc-not-linked')
  expect(await heir.call(getMeRoute, {})).toMatchObject({ status: 401 })
})

test('nobody enters who is unknown here, without the claim, or closed', async () => {
  expect((await enter(newId(), { preferred_username: 'stranger' })).to).toContain('not-linked')
  expect((await enter(newId(), {})).to).toContain('not-linked')
  const { personId, loginName } = await anAccount(server)
  const subject = newId()
  await enter(subject, { preferred_username: loginName })
  const security = await aPerson(server, server.units.city, 'security-admin')
  await security.call(deactivatePersonRoute, { personId, reason: '离职' })
  expect((await enter(subject, { preferred_username: loginName })).to).toContain('not-linked')
})

test('a reset of the log-in forgets the identity', async () => {
  const { personId, loginName } = await anAccount(server)
  await enter(newId(), { preferred_username: loginName })
  const security = await aPerson(server, server.units.city, 'security-admin')
  const reset = { personId, firstPassword: 'Xin-ren-2011-10', reason: '换了统一账号' }
  expect(await security.call(resetSignInRoute, reset)).toMatchObject({ status: 200 })
  const anew = await enter(newId(), { preferred_username: loginName })
  expect(await anew.call(getMeRoute, {})).toMatchObject({ body: { personId } })
})

test('a staff number can be the claim as well', async () => {
  const { oidc } = server.installation.settings
  if (!oidc) throw new Error('no settings')
  Object.assign(oidc, { claim: 'staff_no', claimHolds: 'staff-no' })
  const { personId } = await anAccount(server)
  const entered = await enter(newId(), { staff_no: personId.slice(-12) })
  expect(await entered.call(getMeRoute, {})).toMatchObject({ body: { personId } })
  Object.assign(oidc, { claim: 'preferred_username', claimHolds: 'login-name' })
})

test('a way back that this browser did not begin is refused', async () => {
  const { loginName } = await anAccount(server)
  idp.entrant = { subject: newId(), claims: { preferred_username: loginName } }
  const own = await begin()
  const other = await begin()
  expect((await get(own.address)).json()).toMatchObject({ status: 400, code: 'oidc-not-started' })
  expect((await get(own.address, own.flow.replace(/.{9}$/, ''))).statusCode).toBe(400)
  const crossed = await get(own.address, other.flow)
  expect(crossed.headers.location).toBe('/?refused=oidc-refused')
  expect(cookieOf(crossed.headers, 'nuandeng_session')).toBeUndefined()
})

test('a code serves once, and a flow for ten minutes', async () => {
  const { loginName } = await anAccount(server)
  idp.entrant = { subject: newId(), claims: { preferred_username: loginName } }
  const used = await begin()
  expect((await get(used.address, used.flow)).headers.location).toBe('/')
  expect((await get(used.address, used.flow)).headers.location).toBe('/?refused=oidc-refused')
  const late = await begin()
  const before = server.clock.now
  server.clock.now = new Date(before.getTime() + 10 * 60_000 + 1)
  expect((await get(late.address, late.flow)).statusCode).toBe(400)
  server.clock.now = before
})

test('a provider out of reach is told as such, and found again later', async () => {
  const { oidc } = server.installation.settings
  if (!oidc) throw new Error('no settings')
  const { issuer } = oidc
  oidc.issuer = 'http://127.0.0.1:9'
  expect((await get('/api/session/oidc')).json()).toMatchObject({ code: 'oidc-unavailable' })
  oidc.issuer = issuer
  expect((await get('/api/session/oidc')).statusCode).toBe(302)
})
