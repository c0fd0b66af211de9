import { getMeRoute, listUnitsRoute, signInRoute, signOutRoute } from '@nuandeng/contract'
import { ROLE_PERMISSIONS } from '@nuandeng/domain'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { aServer, as } from '../../../test/harness.ts'
import { anAccount, PASSWORD } from '../../../test/sign-in-factory.ts'

const server = aServer()
const NOON = new Date('2011-10-15T12:00:00+08:00')
const minutesLater = (minutes: number) => {
  server.clock.now = new Date(NOON.getTime() + minutes * 60_000)
}
beforeEach(() => minutesLater(0))

const signIn = (loginName: string, password = PASSWORD) =>
  as(server).call(signInRoute, { loginName, password })

test('a log-in opens a session and tells who one is and what one may do', async () => {
  const { loginName, personId } = await anAccount(server)
  const reply = await signIn(loginName)
  expect(reply).toMatchObject({
    status: 200,
    body: {
      me: {
        personId,
        loginName,
        unit: { name: '官渡供电所' },
        grants: [{ role: 'field-worker', unit: { name: '官渡供电所' } }],
        permissions: ROLE_PERMISSIONS['field-worker'],
        hasTotp: false,
        mustChangePassword: false,
        idleMinutes: 15,
        isDemo: false,
      },
    },
  })
  if (reply.status !== 200) throw new Error('not signed in')
  const again = await as(server, reply.body.token).call(getMeRoute, {})
  expect(again).toEqual({ status: 200, body: reply.body.me })
})

test('a browser gets the session as a cookie that scripts and other sites cannot use', async () => {
  const { loginName } = await anAccount(server)
  const response = await server.app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { loginName, password: PASSWORD },
  })
  const cookie = String(response.headers['set-cookie'])
  expect(cookie).toMatch(/^nuandeng_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
  const headers = { cookie: cookie.split(';')[0] as string }
  const me = () => server.app.inject({ method: 'GET', url: '/api/session', headers })
  expect((await me()).statusCode).toBe(200)
  const end = await server.app.inject({ method: 'POST', url: '/api/session/end', headers })
  expect(end.statusCode).toBe(200)
  expect(end.headers['set-cookie']).toMatch(/^nuandeng_session=;.*Expires=Thu, 01 Jan 1970/)
  expect((await me()).statusCode).toBe(401)
})

test('a wrong password and an unknown name get the same refusal', async () => {
  const { loginName } = await anAccount(server)
  const wrong = await signIn(loginName, 'Deng-huo-2012!')
  expect(wrong).toMatchObject({ status: 401, body: { code: 'sign-in-failed' } })
  expect(await signIn('nobody')).toEqual(wrong)
})

test('an unknown name takes as long as a wrong password', async () => {
  const { loginName } = await anAccount(server)
  const medianMs = async (name: string) => {
    const times: number[] = []
    for (let i = 0; i < 4; i++) {
      const startedAt = performance.now()
      await signIn(name, 'Deng-huo-2012!')
      times.push(performance.now() - startedAt)
    }
    return times.sort((a, b) => a - b)[1] as number
  }
  expect((await medianMs('nobody')) / (await medianMs(loginName))).toBeGreaterThan(0.4)
})

test('the fifth failure locks the account for 15 minutes, even for the right password', async () => {
  const { loginName, personId } = await anAccount(server)
  for (let i = 1; i <= 4; i++) {
    expect(await signIn(loginName, 'wrong')).toMatchObject({ status: 401 })
  }
  expect(await signIn(loginName, 'wrong')).toMatchObject({
    status: 423,
    body: { code: 'account-locked', detail: expect.stringContaining('15 minutes') },
  })
  minutesLater(14.9)
  expect(await signIn(loginName)).toMatchObject({ status: 423 })
  minutesLater(15)
  expect(await signIn(loginName)).toMatchObject({ status: 200 })
  const events = await server.database.transact('system', (db) =>
    db.rows<{ kind: string; isLocked: boolean | null }>(
      sql`select kind, (details->>'isLocked')::boolean as is_locked from event where subject_id = ${personId} order by event_id`,
    ),
  )
  expect(events).toEqual([
    ...Array(4).fill({ kind: 'session.refused', isLocked: false }),
    { kind: 'session.refused', isLocked: true },
    { kind: 'session.opened', isLocked: null },
  ])
})

test('failures at the same moment are all counted', async () => {
  const { loginName } = await anAccount(server)
  const replies = await Promise.all(Array.from({ length: 5 }, () => signIn(loginName, 'wrong')))
  expect(replies.map(({ status }) => status).sort()).toEqual([401, 401, 401, 401, 423])
})

test('a good log-in forgets the failures before it', async () => {
  const { loginName } = await anAccount(server)
  for (let i = 1; i <= 4; i++) await signIn(loginName, 'wrong')
  expect(await signIn(loginName)).toMatchObject({ status: 200 })
  for (let i = 1; i <= 4; i++) {
    expect(await signIn(loginName, 'wrong')).toMatchObject({ status: 401 })
  }
})

test('a session ends after 12 hours, however busy it was', async () => {
  const { loginName } = await anAccount(server)
  const reply = await signIn(loginName)
  if (reply.status !== 200) throw new Error('not signed in')
  const me = as(server, reply.body.token)
  for (let minute = 10; minute < 720; minute += 10) {
    minutesLater(minute)
    expect(await me.call(getMeRoute, {})).toMatchObject({ status: 200 })
  }
  minutesLater(720)
  expect(await me.call(getMeRoute, {})).toMatchObject({ status: 401 })
})

test('who must change the first password can do nothing but that and leave', async () => {
  const { loginName } = await anAccount(server, { mustChange: true })
  const reply = await signIn(loginName)
  if (reply.status !== 200) throw new Error('not signed in')
  expect(reply.body.me.mustChangePassword).toBe(true)
  const me = as(server, reply.body.token)
  expect(await me.call(listUnitsRoute, {})).toMatchObject({
    status: 403,
    body: { code: 'password-must-change' },
  })
  expect(await me.call(getMeRoute, {})).toMatchObject({ status: 200 })
  expect(await me.call(signOutRoute, {})).toMatchObject({ status: 200 })
  expect(await me.call(getMeRoute, {})).toMatchObject({ status: 401 })
})
