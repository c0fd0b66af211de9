import {
  copyCareRoute,
  decideSubjectRequestRoute,
  fileSubjectRequestRoute,
  grantCareFlagRoute,
  listCareLooksRoute,
  listSubjectRequestsRoute,
  lookAtCareRoute,
  saveCareContactRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { aNewContact, aNewFlag, aNewRequest } from '../../../test/care-subjects.ts'
import { aCustomer } from '../../../test/customer-factory.ts'
import { aPerson, aServer, requestFor } from '../../../test/harness.ts'
import { expireCare } from './expire-care.ts'

const server = aServer()
let officer: Awaited<ReturnType<typeof aPerson>>
const day = (text: string) => text as PlainDate

beforeAll(async () => {
  officer = await aPerson(server, server.units.county, 'care-officer')
})

async function aFlagged(change: Parameters<typeof aNewFlag>[0] = {}) {
  const { customerId } = await aCustomer(server)
  const flag = aNewFlag(change)
  await officer.call(grantCareFlagRoute, { customerId, ...flag })
  return { customerId, ...flag }
}

const look = (customerId: string) => officer.call(lookAtCareRoute, { customerId, purpose: '核对' })
const NOTHING = { status: 200, body: { flags: [], contacts: [] } }

test('every look is an Event under a pseudonym, also at nothing, and the care officer can list them', async () => {
  const { customerId } = await aCustomer(server)
  await look(customerId)
  await look(customerId)
  const { body } = await officer.call(listCareLooksRoute, { customerId, limit: 1 })
  expect(body).toMatchObject({ items: [{ kind: 'care.looked', details: { purpose: '核对' } }] })
  const next = 'next' in body ? body.next : null
  expect(next).not.toBeNull()
  const { subjects } = await server.database.transact('system', (db) =>
    db.one<{ subjects: string[] }>(sql`
      select array_agg(distinct subject_id) as subjects from event where subject_id = ${customerId}`),
  )
  expect(subjects).toBeNull()
})

test('the copy for the customer holds all of it, escaped, and notes in the store who asked', async () => {
  const { customerId } = await aFlagged({ note: '<b>老人</b>' })
  await officer.call(saveCareContactRoute, { customerId, ...aNewContact() })
  const asked = { customerId, asker: '示例本人', identityCheck: '身份证核对' }
  const { token } = officer
  const response = await server.app.inject(requestFor(copyCareRoute, asked, { token }))
  expect(response.headers['content-type']).toContain('text/html')
  for (const words of ['独居', '&lt;b&gt;老人', '13800000001', '示例本人', '您不同意，照常用电']) {
    expect(response.body).toContain(words)
  }
  expect(await officer.call(listSubjectRequestsRoute, { customerId })).toMatchObject({
    body: { items: [{ kind: 'copy', state: 'done', asker: '示例本人' }] },
  })
})

describe('a request about personal data', () => {
  const file = async (kind: 'correct' | 'withdraw-all') => {
    const { customerId } = await aFlagged()
    const request = { customerId, ...aNewRequest(), kind }
    expect(await officer.call(fileSubjectRequestRoute, request)).toMatchObject({
      body: { dueOn: '2011-10-30' },
    })
    return request
  }

  test('is refused only with a reason, once, and the reason is kept', async () => {
    const { requestId, customerId } = await file('correct')
    const decide = (more: { result: 'done' | 'refused'; reason?: string }) =>
      officer.call(decideSubjectRequestRoute, { requestId, ...more })
    expect(await decide({ result: 'refused' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'reason' }] },
    })
    expect(await decide({ result: 'refused', reason: '与事实不符' })).toMatchObject({ status: 200 })
    expect(await decide({ result: 'done' })).toMatchObject({ body: { code: 'request-decided' } })
    expect(await officer.call(listSubjectRequestsRoute, { customerId })).toMatchObject({
      body: { items: [{ state: 'refused', reason: '与事实不符', isOverdue: false }] },
    })
  })

  test('to withdraw everything erases it when it is granted', async () => {
    const { requestId, customerId } = await file('withdraw-all')
    expect(await look(customerId)).toMatchObject({ body: { flags: [{}] } })
    await officer.call(decideSubjectRequestRoute, { requestId, result: 'done' })
    expect(await look(customerId)).toMatchObject(NOTHING)
  })
})

test('what expired is erased on its day and not before, with Events that hold nothing of it', async () => {
  const ends = await aFlagged({ expiresOn: day('2011-11-01') })
  const stays = await aFlagged({ expiresOn: day('2011-11-02') })
  await officer.call(saveCareContactRoute, {
    customerId: ends.customerId,
    ...aNewContact({ expiresOn: day('2011-11-01') }),
  })
  const store = server.installation
  expect(await expireCare(store, () => new Date('2011-10-31T23:59:59+08:00'))).toBe(0)
  expect(await expireCare(store, () => new Date('2011-11-01T00:00:00+08:00'))).toBe(2)
  expect(await expireCare(store, () => new Date('2011-11-01T00:00:00+08:00'))).toBe(0)
  expect(await look(ends.customerId)).toMatchObject(NOTHING)
  expect(await look(stays.customerId)).toMatchObject({
    body: { flags: [{ flagId: stays.flagId }] },
  })
  const events = await server.database.transact('system', (db) =>
    db.rows<{ details: unknown }>(sql`select details from event where kind = 'care.expired'`),
  )
  expect(events.map(({ details }) => details)).toContainEqual({
    ...{ table: 'care_flag', id: ends.flagId, cause: 'expired' },
  })
})

test('when an account is closed, what is kept for care goes with it', async () => {
  const [closed, open] = [await aFlagged(), await aFlagged()]
  await officer.call(saveCareContactRoute, { customerId: closed.customerId, ...aNewContact() })
  await server.database.transact('system', (db) =>
    db.run(sql`update customer set status = 'closed' where customer_id = ${closed.customerId}`),
  )
  expect(await expireCare(server.installation, () => server.clock.now)).toBe(2)
  expect(await look(closed.customerId)).toMatchObject(NOTHING)
  expect(await look(open.customerId)).toMatchObject({ body: { flags: [{ flagId: open.flagId }] } })
})
