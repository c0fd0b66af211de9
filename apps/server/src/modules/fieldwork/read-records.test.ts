import {
  exportFieldRecordsRoute,
  getFieldRecordRoute,
  listFieldRecordsRoute,
  recordFieldworkBatchRoute,
  revealContactRoute,
} from '@nuandeng/contract'
import { readXlsx } from 'hucre'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { aCampaign } from '../../../test/campaign-factory.ts'
import { aPerson, aServer } from '../../../test/harness.ts'
import { recordFactory } from '../../../test/record-factory.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
let day: Awaited<ReturnType<typeof aCampaign>>
let office: Awaited<ReturnType<typeof aPerson>>
const ids = { opinion: newId(), corrected: newId(), correction: newId(), foreign: newId() }
const contact = { name: '示例客户', phone: '13812340000' }

beforeAll(async () => {
  day = await aCampaign(server)
  office = await aPerson(server, server.units.province, 'office')
  const make = recordFactory(server, day)
  await office.call(recordFieldworkBatchRoute, {
    records: [
      make.anOpinion({ recordId: ids.opinion, text: '书香小区电压偏低,盼ＡＢＣ增容', contact }),
      make.leaflets({ recordId: ids.corrected, quantity: 10 }),
      make.leaflets({ recordId: ids.correction, quantity: 12, correctsId: ids.corrected }),
      make.anOpinion({
        recordId: ids.foreign,
        unitId: server.units.foreign.unitId,
        text: '=cmd() 书香门第',
      }),
      ...Array.from({ length: 30 }, (_, i) => make.aVisit({ accountNo: `41010002${10 + i}` })),
    ],
  })
})

const list = async (person: typeof office, filter: object) => {
  const reply = await person.call(listFieldRecordsRoute, filter as never)
  expect(reply.status).toBe(200)
  return reply.body as { items: { recordId: string; isCounted: boolean }[]; next: string | null }
}
const idsOf = (page: { items: { recordId: string }[] }) => page.items.map((item) => item.recordId)

describe('the list', () => {
  test('goes through all records page by page, none twice and none left out', async () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await list(office, { limit: 7, ...(cursor ? { cursor } : {}) })
      seen.push(...idsOf(page))
      cursor = page.next
    } while (cursor)
    expect(seen).toHaveLength(34)
    expect(new Set(seen).size).toBe(34)
  })

  test.each([
    ['two characters', '书香', [ids.opinion, ids.foreign]],
    ['a phrase', '电压偏低', [ids.opinion]],
    ['neighbours that stand apart in the text', '书低', []],
    ['other width and case', 'abc', [ids.opinion]],
  ])('is searched by %s', async (_, search, expected) => {
    const found = await list(office, { search, kind: 'opinion' })
    expect(idsOf(found).toSorted()).toEqual(expected.toSorted())
  })

  test('shows only what is in reach, by filter and by search', async () => {
    const worker = await aPerson(server, server.units.foreign, 'field-worker')
    expect(idsOf(await list(worker, {}))).toEqual([ids.foreign])
    expect(idsOf(await list(worker, { search: '书香' }))).toEqual([ids.foreign])
    const elsewhere = { unitId: server.units.station.unitId }
    expect(await worker.call(listFieldRecordsRoute, elsewhere)).toMatchObject({ status: 403 })
  })

  test('tells records that count from corrected ones', async () => {
    expect(idsOf(await list(office, { kind: 'leaflets', isCounted: 'true' }))).toEqual([
      ids.correction,
    ])
    expect(idsOf(await list(office, { kind: 'leaflets', isCounted: 'false' }))).toEqual([
      ids.corrected,
    ])
  })

  test('refuses a cursor that it did not give', async () => {
    const reply = await office.call(listFieldRecordsRoute, { cursor: 'x' })
    expect(reply).toMatchObject({ status: 400, body: { errors: [{ field: 'cursor' }] } })
  })
})

test('a record stands in its chain of corrections', async () => {
  const reply = await office.call(getFieldRecordRoute, { recordId: ids.correction })
  expect(reply.body).toMatchObject({
    correctsId: ids.corrected,
    isCounted: true,
    chain: [
      { recordId: ids.corrected, isCounted: false, correctedById: ids.correction },
      { recordId: ids.correction },
    ],
  })
  const foreigner = await aPerson(server, server.units.foreign, 'field-worker')
  expect(await foreigner.call(getFieldRecordRoute, { recordId: ids.correction })).toMatchObject({
    status: 404,
  })
})

describe('a contact', () => {
  const look = { recordId: ids.opinion, purpose: '回访' }

  test('is masked, and shown in full only with a purpose that goes into the trail', async () => {
    const masked = await office.call(getFieldRecordRoute, { recordId: ids.opinion })
    expect(masked.body).toMatchObject({ contactMasked: { name: '示**', phone: '138****0000' } })
    expect(JSON.stringify(masked.body)).not.toContain('客户')
    expect(await office.call(revealContactRoute, look)).toMatchObject({ body: contact })
    const [event] = await server.database.transact('system', (db) =>
      db.rows<{ actorId: string; details: object }>(sql`
        select actor_id, details from event where kind = 'record.revealed' and subject_id = ${ids.opinion}`),
    )
    expect(event).toMatchObject({ actorId: office.personId, details: { purpose: '回访' } })
  })

  test('stays closed to field workers and to other units', async () => {
    const worker = await aPerson(server, server.units.station, 'field-worker')
    expect(await worker.call(revealContactRoute, look)).toMatchObject({ status: 403 })
    const head = await aPerson(server, server.units.foreign, 'station-head')
    expect(await head.call(revealContactRoute, look)).toMatchObject({ status: 404 })
  })
})

describe('an export', () => {
  const download = (token: string, query: string) =>
    server.app.inject({
      url: `/api${exportFieldRecordsRoute.url}?${query}`,
      headers: { authorization: `Bearer ${token}` },
    })

  test('as CSV has every row that was counted, runs no formula and is in the trail', async () => {
    const response = await download(office.token, 'format=csv')
    expect(response.headers['nuandeng-rows']).toBe('34')
    const lines = response.body
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split('\r\n')
    expect(lines).toHaveLength(35)
    expect(response.body).toContain("'=cmd() 书香门第")
    expect(response.body).not.toContain('13812340000')
    const [event] = await server.database.transact('system', (db) =>
      db.rows(sql`select details from event where kind = 'record.exported'`),
    )
    expect(event).toMatchObject({ details: { format: 'csv', rows: 34 } })
  })

  test('as XLSX opens in a reader of its own with the same rows', async () => {
    const response = await download(office.token, 'format=xlsx&kind=opinion')
    const workbook = await readXlsx(new Uint8Array(response.rawPayload))
    const rows = workbook.sheets[0]?.rows ?? []
    expect(rows).toHaveLength(3)
    expect(JSON.stringify(rows)).toContain('=cmd() 书香门第')
  })

  test('is closed to field workers', async () => {
    const worker = await aPerson(server, server.units.station, 'field-worker')
    expect((await download(worker.token, 'format=csv')).statusCode).toBe(403)
  })
})
