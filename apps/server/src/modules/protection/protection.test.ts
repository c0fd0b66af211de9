import {
  correctCareFlagRoute,
  countCareRoute,
  endCareRoute,
  eraseCareFlagRoute,
  grantCareFlagRoute,
  listCareCustomersRoute,
  lookAtCareRoute,
  renewCareFlagRoute,
  saveCareContactRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { aNewContact, aNewFlag, CONSENT } from '../../../test/care-subjects.ts'
import { aCustomer } from '../../../test/customer-factory.ts'
import { aPerson, aServer } from '../../../test/harness.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
let officer: Awaited<ReturnType<typeof aPerson>>
const day = (text: string) => text as PlainDate
const purpose = '上门前了解情况'

beforeAll(async () => {
  officer = await aPerson(server, server.units.county, 'care-officer')
})

async function aFlagged(change: Parameters<typeof aNewFlag>[0] = {}, unit = server.units.station) {
  const { customerId } = await aCustomer(server, { unit })
  const flag = aNewFlag(change)
  expect(await officer.call(grantCareFlagRoute, { customerId, ...flag })).toMatchObject({
    status: 200,
  })
  return { customerId, ...flag }
}

const look = (customerId: string) => officer.call(lookAtCareRoute, { customerId, purpose })
const NOTHING = { status: 200, body: { flags: [], contacts: [] } }

/** All rows of all tables as text. */
async function everything(): Promise<string> {
  return server.database.transact('system', async (db) => {
    const tables = await db.rows<{ name: string }>(sql`
      select relname as name from pg_class where relkind in ('r', 'p')
        and relnamespace = 'public'::regnamespace and has_table_privilege(oid, 'select')`)
    const texts: string[] = []
    for (const { name } of tables) {
      const rows = await db.rows<{ row: string }>(
        sql`select t::text as row from ${sql.table(name)} t`,
      )
      texts.push(...rows.map(({ row }) => row))
    }
    return texts.join('\n')
  })
}

describe('a care flag', () => {
  test('is noted on a consent, and seen with who noted it and when it ends', async () => {
    const { customerId, flagId } = await aFlagged()
    expect(await look(customerId)).toMatchObject({
      status: 200,
      body: {
        flags: [
          {
            ...{
              flagId,
              kind: 'living-alone',
              basis: 'consent',
              source: '走访',
              note: '子女在外地',
            },
            ...{ consent: CONSENT, month: null, holderDiffers: false, recordedOn: '2011-10-15' },
            ...{ expiresOn: '2012-10-14' },
          },
        ],
        contacts: [],
      },
    })
  })

  test('leaves no word of itself outside of its seal: not in Events, stored replies or columns', async () => {
    const { customerId, flagId } = await aFlagged({
      kind: 'medical-device',
      source: '来源甲乙丙',
      note: '备注丁戊己',
    })
    const contact = aNewContact({ name: '联系人庚辛', phone: '13800004321' })
    await officer.call(saveCareContactRoute, { customerId, ...contact })
    await look(customerId)
    await officer.call(correctCareFlagRoute, { flagId, source: '来源壬癸', reason: '写错了' })
    const all = await everything()
    for (const word of [
      'medical-device',
      '来源甲',
      '备注丁',
      '联系人庚',
      '13800004321',
      '来源壬',
    ]) {
      expect([word, all.includes(word)]).toEqual([word, false])
    }
    // Beside the store itself and the file, no row names the customer.
    const naming = all.split('\n').filter((row) => row.includes(customerId))
    expect(naming).toHaveLength(3)
  })

  test('of one kind looks different at another unit', async () => {
    const { flagId } = await aFlagged()
    const { flagId: other } = await aFlagged({}, server.units.sibling)
    const { flagId: same } = await aFlagged()
    const rows = await server.database.transact('system', (db) =>
      db.rows<{ flagId: string; kind: string }>(
        sql`select flag_id, encode(kind_index, 'hex') as kind from care_flag`,
      ),
    )
    const kindOf = new Map(rows.map((row) => [row.flagId, row.kind]))
    expect(kindOf.get(other)).not.toBe(kindOf.get(flagId))
    expect(kindOf.get(same)).toBe(kindOf.get(flagId))
  })

  test('is refused without consent, without the witness it needs, and for longer than two years', async () => {
    const { customerId } = await aCustomer(server)
    const { consent: _, ...without } = aNewFlag()
    const tries = [
      [without, 'consent'],
      [aNewFlag({ consent: { ...CONSENT, channel: 'fingerprint' } }), 'consent.witness'],
      [aNewFlag({ expiresOn: day('2013-10-15') }), 'expiresOn'],
      [aNewFlag({ consent: { ...CONSENT, givenOn: day('2011-10-16') } }), 'consent.givenOn'],
    ] as const
    for (const [flag, field] of tries) {
      const reply = await officer.call(grantCareFlagRoute, {
        customerId,
        ...(flag as (typeof tries)[1][0]),
      })
      expect(reply).toMatchObject({ status: 400, body: { errors: [{ field }] } })
    }
    expect(await look(customerId)).toMatchObject(NOTHING)
  })

  test('sent again is the same one; under its id nothing else goes, and no second one for its reason', async () => {
    const { customerId, ...flag } = await aFlagged()
    const again = await officer.call(grantCareFlagRoute, { customerId, ...flag })
    expect(again).toMatchObject({ status: 200, body: { flagId: flag.flagId } })
    const other = await officer.call(grantCareFlagRoute, { customerId, ...flag, note: '别的' })
    expect(other).toMatchObject({ status: 409, body: { code: 'id-taken' } })
    const second = await officer.call(grantCareFlagRoute, { customerId, ...flag, flagId: newId() })
    expect(second).toMatchObject({ status: 409, body: { code: 'care-flag-exists' } })
    expect(await look(customerId)).toMatchObject({ body: { flags: [{ note: '子女在外地' }] } })
  })

  test('is corrected, and renewed on a new consent only', async () => {
    const { customerId, flagId } = await aFlagged()
    await officer.call(correctCareFlagRoute, { flagId, source: '村委会', reason: '来源写错' })
    const consent = { ...CONSENT, givenOn: day('2011-10-15') }
    const tooLong = { flagId, consent, expiresOn: day('2013-10-16') }
    expect(await officer.call(renewCareFlagRoute, tooLong)).toMatchObject({ status: 400 })
    const renewed = { flagId, consent, expiresOn: day('2013-10-15') }
    expect(await officer.call(renewCareFlagRoute, renewed)).toMatchObject({ status: 200 })
    expect(await look(customerId)).toMatchObject({
      body: { flags: [{ source: '村委会', note: null, consent, expiresOn: '2013-10-15' }] },
    })
  })

  test('whose consent is withdrawn is erased; the same again finds nothing', async () => {
    const { customerId, flagId } = await aFlagged()
    const cause = 'withdrawn' as const
    expect(await officer.call(eraseCareFlagRoute, { flagId, cause })).toMatchObject({ status: 200 })
    expect(await look(customerId)).toMatchObject(NOTHING)
    expect(await officer.call(eraseCareFlagRoute, { flagId, cause })).toMatchObject({ status: 404 })
  })

  test('trap 18: ends with death or a move, and the contacts with it', async () => {
    const { customerId } = await aFlagged()
    await officer.call(saveCareContactRoute, { customerId, ...aNewContact() })
    const kept = await aFlagged()
    await officer.call(endCareRoute, { customerId, cause: 'died' })
    expect(await look(customerId)).toMatchObject(NOTHING)
    expect(await look(kept.customerId)).toMatchObject({
      body: { flags: [{ flagId: kept.flagId }] },
    })
  })

  test('follows its customer: to another station, and into the file it was merged with', async () => {
    const moved = await aFlagged()
    const merged = await aFlagged({ kind: 'disabled' })
    const { customerId: into } = await aCustomer(server)
    const { unitId, path } = server.units.sibling
    await server.database.transact('system', async (db) => {
      await db.run(sql`update customer set unit_id = ${unitId}, unit_path = ${path}::ltree
        where customer_id = ${moved.customerId}`)
      await db.run(
        sql`update customer set merged_into_id = ${into} where customer_id = ${merged.customerId}`,
      )
    })
    const at = (unitId: string) =>
      officer.call(listCareCustomersRoute, { unitId, kind: 'living-alone', limit: 200 })
    const ids = async (unitId: string) => {
      const { body } = await at(unitId)
      return 'items' in body ? body.items.map(({ flag }) => flag.flagId) : body
    }
    expect(await ids(unitId)).toContain(moved.flagId)
    expect(await ids(server.units.station.unitId)).not.toContain(moved.flagId)
    expect(await look(into)).toMatchObject({ body: { flags: [{ flagId: merged.flagId }] } })
  })
})

describe('who may not see', () => {
  test.each(['field-worker', 'station-head', 'office', 'auditor'] as const)(
    'a %s is refused alike whether there is a flag or not',
    async (role) => {
      const other = await aPerson(server, server.units.county, role)
      const { customerId } = await aFlagged()
      const { customerId: without } = await aCustomer(server)
      const answers = await Promise.all(
        [customerId, without].map((id) => other.call(lookAtCareRoute, { customerId: id, purpose })),
      )
      expect(answers[0]).toMatchObject({ status: 403 })
      expect(answers[0]).toEqual(answers[1])
      expect(await other.call(listCareCustomersRoute, {})).toMatchObject({ status: 403 })
    },
  )

  test('a care officer of another station finds no customer, flag or number of this one', async () => {
    const { customerId, flagId } = await aFlagged()
    const foreign = await aPerson(server, server.units.sibling, 'care-officer')
    const { unitId } = server.units.station
    expect(await foreign.call(lookAtCareRoute, { customerId, purpose })).toMatchObject({
      status: 404,
    })
    expect(await foreign.call(eraseCareFlagRoute, { flagId, cause: 'wrong' })).toMatchObject({
      status: 404,
    })
    expect(await foreign.call(countCareRoute, { unitId })).toMatchObject({ status: 403 })
    const { body } = await foreign.call(listCareCustomersRoute, { limit: 200 })
    expect(JSON.stringify(body)).not.toContain(customerId)
    expect(await look(customerId)).toMatchObject({ body: { flags: [{ flagId }] } })
  })
})

test('customers are filtered by kind, class and end, page by page, and counted; merged files count once', async () => {
  const { unitId } = server.units.otherCounty
  const county = await aPerson(server, server.units.city, 'care-officer')
  const make = async (kind: 'left-behind' | 'resettled', customerClass: 'C1' | 'C2') => {
    const { customerId } = await aCustomer(server, {
      unit: server.units.otherCounty,
      customerClass,
    })
    const flag = aNewFlag({ kind })
    await county.call(grantCareFlagRoute, { customerId, ...flag })
    return { customerId, flagId: flag.flagId }
  }
  const [one, two, three] = [
    await make('left-behind', 'C2'),
    await make('left-behind', 'C1'),
    await make('resettled', 'C2'),
  ]
  const list = (query: object) => county.call(listCareCustomersRoute, { unitId, ...query })
  const first = await list({ kind: 'left-behind', limit: 1 })
  expect(first).toMatchObject({
    body: { items: [{ customerId: one.customerId, name: '测**', flag: { flagId: one.flagId } }] },
  })
  const next = 'next' in first.body ? first.body.next : null
  expect(await list({ kind: 'left-behind', limit: 1, cursor: next })).toMatchObject({
    body: { items: [{ flag: { flagId: two.flagId } }], next: null },
  })
  expect(await list({ kind: 'left-behind', customerClass: 'C1' })).toMatchObject({
    body: { items: [{ flag: { flagId: two.flagId } }], next: null },
  })
  expect(await list({ expiresBefore: '2012-10-14' })).toMatchObject({ body: { items: [] } })
  const counted = async () => {
    const { body } = await county.call(countCareRoute, { unitId })
    return 'items' in body ? body.items.filter(({ customers }) => customers > 0) : body
  }
  expect(await counted()).toEqual([
    { kind: 'left-behind', customers: 2 },
    { kind: 'resettled', customers: 1 },
  ])
  await server.database.transact('system', (db) =>
    db.run(
      sql`update customer set merged_into_id = ${one.customerId} where customer_id in (${two.customerId}, ${three.customerId})`,
    ),
  )
  expect(await counted()).toEqual([
    { kind: 'left-behind', customers: 1 },
    { kind: 'resettled', customers: 1 },
  ])
})
