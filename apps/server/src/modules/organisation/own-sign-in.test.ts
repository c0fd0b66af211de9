import {
  changePasswordRoute,
  confirmTotpRoute,
  getMeRoute,
  listMySessionsRoute,
  listSessionsRoute,
  removeTotpRoute,
  revokeMySessionRoute,
  revokeSessionRoute,
  signInRoute,
  startTotpRoute,
} from '@nuandeng/contract'
import { generateSync } from 'otplib'
import { beforeEach, expect, test } from 'vitest'
import { aPerson, aServer, as } from '../../../test/harness.ts'
import { anAccount, PASSWORD } from '../../../test/sign-in-factory.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
const NOON = new Date('2011-10-15T12:00:00+08:00')
const secondsLater = (seconds: number) => {
  server.clock.now = new Date(NOON.getTime() + seconds * 1000)
}
beforeEach(() => secondsLater(0))

const NEW_PASSWORD = 'Nuan-deng-2012!'
const signIn = (loginName: string, password = PASSWORD, totp?: string) =>
  as(server).call(signInRoute, { loginName, password, ...(totp ? { totp } : {}) })

async function signedIn(loginName: string, password = PASSWORD) {
  const reply = await signIn(loginName, password)
  if (reply.status !== 200) throw new Error(`not signed in: ${reply.body.code}`)
  return as(server, reply.body.token)
}

test('a changed password counts at once, and all other sessions end', async () => {
  const { loginName } = await anAccount(server, { mustChange: true })
  const other = await signedIn(loginName)
  const me = await signedIn(loginName)
  const change = { password: PASSWORD, newPassword: NEW_PASSWORD }
  const commandId = newId()
  expect(await me.call(changePasswordRoute, change, commandId)).toMatchObject({ status: 200 })
  expect(await me.call(changePasswordRoute, change, commandId)).toMatchObject({ status: 200 })
  expect(await me.call(getMeRoute, {})).toMatchObject({
    status: 200,
    body: { mustChangePassword: false },
  })
  expect(await other.call(getMeRoute, {})).toMatchObject({ status: 401 })
  expect(await signIn(loginName)).toMatchObject({ status: 401 })
  expect(await signIn(loginName, NEW_PASSWORD)).toMatchObject({ status: 200 })
})

test('a new password must be another one and may not hold the log-in name', async () => {
  const { loginName, ...me } = await anAccount(server, { mustChange: true })
  for (const newPassword of [PASSWORD, `x-${loginName.toUpperCase()}-x`]) {
    expect(await me.call(changePasswordRoute, { password: PASSWORD, newPassword })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'newPassword' }] },
    })
  }
  expect(await me.call(getMeRoute, {})).toMatchObject({ body: { mustChangePassword: true } })
})

test('a stolen session cannot guess the password: the tries lock the account', async () => {
  const { loginName, ...me } = await anAccount(server)
  const guess = { password: 'a wrong guess', newPassword: NEW_PASSWORD }
  for (let i = 1; i <= 4; i++) {
    expect(await me.call(changePasswordRoute, guess)).toMatchObject({
      status: 403,
      body: { code: 'password-wrong' },
    })
  }
  expect(await me.call(changePasswordRoute, guess)).toMatchObject({ status: 423 })
  const right = { password: PASSWORD, newPassword: NEW_PASSWORD }
  expect(await me.call(changePasswordRoute, right)).toMatchObject({ status: 423 })
  expect(await signIn(loginName)).toMatchObject({ status: 423 })
})

async function withTotp() {
  const account = await anAccount(server)
  const started = await account.call(startTotpRoute, { password: PASSWORD })
  if (started.status !== 200) throw new Error('not started')
  const { secret } = started.body
  const code = () => generateSync({ secret, epoch: server.clock.now.getTime() / 1000 })
  expect(await account.call(confirmTotpRoute, { totp: code() })).toMatchObject({ status: 200 })
  return { ...account, code }
}

test('a second factor is asked for once it is proved, and not before', async () => {
  const { loginName, ...me } = await anAccount(server)
  expect(await me.call(confirmTotpRoute, { totp: '000000' })).toMatchObject({ status: 409 })
  const started = await me.call(startTotpRoute, { password: PASSWORD })
  if (started.status !== 200) throw new Error('not started')
  const { secret, uri } = started.body
  expect(uri).toContain(`secret=${secret}`)
  const right = generateSync({ secret, epoch: NOON.getTime() / 1000 })
  const wrong = right === '000000' ? '000001' : '000000'
  expect(await me.call(confirmTotpRoute, { totp: wrong })).toMatchObject({ status: 403 })
  expect(await signIn(loginName)).toMatchObject({ status: 200, body: { me: { hasTotp: false } } })
  expect(await me.call(confirmTotpRoute, { totp: right })).toMatchObject({ status: 200 })
  expect(await signIn(loginName)).toMatchObject({ status: 401, body: { code: 'totp-needed' } })
  expect(await me.call(startTotpRoute, { password: PASSWORD })).toMatchObject({ status: 409 })
})

test('a code is accepted once only, whoever saw it', async () => {
  const { loginName, code } = await withTotp()
  // The code that proved the factor is spent too.
  expect(await signIn(loginName, PASSWORD, code())).toMatchObject({
    status: 401,
    body: { code: 'sign-in-failed' },
  })
  secondsLater(30)
  const fresh = code()
  const replies = await Promise.all([1, 2].map(() => signIn(loginName, PASSWORD, fresh)))
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 401])
})

test('a code of the step before is taken, one of two steps before is not', async () => {
  const { loginName, code } = await withTotp()
  secondsLater(60)
  const before = code()
  secondsLater(119)
  expect(await signIn(loginName, PASSWORD, before)).toMatchObject({ status: 200 })
  secondsLater(150)
  const old = code()
  secondsLater(210)
  expect(await signIn(loginName, PASSWORD, old)).toMatchObject({ status: 401 })
})

test('wrong codes lock the account as wrong passwords do', async () => {
  const { loginName, code } = await withTotp()
  const wrong = code() === '000000' ? '000001' : '000000'
  for (let i = 1; i <= 4; i++) {
    expect(await signIn(loginName, PASSWORD, wrong)).toMatchObject({ status: 401 })
  }
  expect(await signIn(loginName, PASSWORD, wrong)).toMatchObject({ status: 423 })
})

test('a second factor is taken off with the password and a last code', async () => {
  const { loginName, code, ...me } = await withTotp()
  const spent = { password: PASSWORD, totp: code() }
  expect(await me.call(removeTotpRoute, spent)).toMatchObject({ status: 403 })
  secondsLater(30)
  const fresh = { password: PASSWORD, totp: code() }
  expect(await me.call(removeTotpRoute, fresh)).toMatchObject({ body: { hasTotp: false } })
  expect(await signIn(loginName)).toMatchObject({ status: 200 })
})

test('my sessions are listed, and one that I end is over at once', async () => {
  const { loginName, ...first } = await anAccount(server)
  const second = await signedIn(loginName)
  const list = await second.call(listMySessionsRoute, {})
  if (list.status !== 200) throw new Error('no list')
  expect(list.body.items.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, true])
  const other = list.body.items.find(({ isCurrent }) => !isCurrent)
  const revoke = { sessionId: other?.sessionId ?? '' }
  expect(await second.call(revokeMySessionRoute, revoke)).toMatchObject({ status: 200 })
  expect(await first.call(getMeRoute, {})).toMatchObject({ status: 401 })
  expect(await second.call(listMySessionsRoute, {})).toMatchObject({
    body: { items: [{ isCurrent: true }] },
  })
  const stranger = await anAccount(server)
  const mine = { sessionId: list.body.items.find(({ isCurrent }) => isCurrent)?.sessionId ?? '' }
  expect(await stranger.call(revokeMySessionRoute, mine)).toMatchObject({ status: 404 })
  expect(await second.call(getMeRoute, {})).toMatchObject({ status: 200 })
})

test('a session that was idle too long is not listed as open', async () => {
  const { loginName } = await anAccount(server)
  secondsLater(16 * 60)
  const me = await signedIn(loginName)
  expect(await me.call(listMySessionsRoute, {})).toMatchObject({
    body: { items: [{ isCurrent: true }] },
  })
})

test('a security administrator ends sessions in reach, one of another city does not see them', async () => {
  const worker = await anAccount(server)
  const { units } = server
  const security = await aPerson(server, units.city, 'security-admin')
  const list = await security.call(listSessionsRoute, { personId: worker.personId })
  if (list.status !== 200) throw new Error('no list')
  const revoke = { personId: worker.personId, sessionId: list.body.items[0]?.sessionId ?? '' }

  const foreign = await aPerson(server, units.foreignCity, 'security-admin')
  const { personId } = worker
  expect(await foreign.call(listSessionsRoute, { personId })).toMatchObject({ status: 404 })
  expect(await foreign.call(revokeSessionRoute, revoke)).toMatchObject({ status: 404 })
  const office = await aPerson(server, units.city, 'office')
  expect(await office.call(revokeSessionRoute, revoke)).toMatchObject({ status: 403 })
  expect(await worker.call(getMeRoute, {})).toMatchObject({ status: 200 })

  expect(await security.call(revokeSessionRoute, revoke)).toMatchObject({ status: 200 })
  expect(await worker.call(getMeRoute, {})).toMatchObject({ status: 401 })
})
