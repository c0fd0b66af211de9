import { exportRequestsRoute, listRequestsRoute, transferRequestRoute } from '@nuandeng/contract'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { aPerson, aServer, requestFor } from '../../../test/harness.ts'
import { must, requestFactory, setClock } from '../../../test/request-factory.ts'
import { fillWords } from './fill-words.ts'

const server = aServer()
let make: Awaited<ReturnType<typeof requestFactory>>
beforeAll(async () => {
  await setClock(server, '2011-10-17T09:00:00')
  make = await requestFactory(server)
})
const found = async (search: string, more = {}, who = make.office) =>
  (await must(who, listRequestsRoute, { search, ...more })).items.map(({ requestId }) => requestId)

test('a request is found by its number, its account and any two characters of what it says', async () => {
  const { requestId } = await make.accepted({
    ...{ content: '机井台区电压太低，水泵转不动', address: '官渡镇东街37号', accountNo: 'AB12-9' },
  })
  const other = await make.accepted({ content: '表前断线' })
  const [item] = (await must(make.office, listRequestsRoute, { accountNo: 'AB12-9' })).items
  for (const search of [
    item?.number.toLowerCase() ?? '',
    'AB12-9',
    '水泵',
    '电压太低',
    '东街 水泵',
  ])
    expect([search, await found(search)]).toEqual([search, [requestId]])
  expect(await found('表前断线')).toEqual([other.requestId])
  expect(await found('水泵 断线')).toEqual([])
  expect(await found('水泵', { kind: 'complaint' })).toEqual([])
  expect(await make.office.call(listRequestsRoute, { search: '水' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'search', code: 'too-short' }] },
  })
})

test('a search shows nothing out of reach, and follows a request that was transferred', async () => {
  const { requestId } = await make.accepted({ content: '变压器嗡嗡响' })
  const elsewhere = await aPerson(server, server.units.foreign, 'office')
  expect(await found('变压器', {}, elsewhere)).toEqual([])
  const { unitId } = server.units.foreign
  const province = await aPerson(server, server.units.province, 'office')
  await must(province, transferRequestRoute, { requestId, unitId, reason: '属地' })
  expect(await found('变压器', {}, elsewhere)).toEqual([requestId])
  expect(await found('变压器')).toEqual([])
})

test('frequent words come page by page, newest first and none twice', async () => {
  for (let minute = 10; minute < 15; minute++) {
    await setClock(server, `2011-10-17T10:${minute}:00`)
    await make.accepted({ content: '路灯不亮' })
  }
  const pages: string[][] = []
  let cursor: string | undefined
  do {
    const page = await must(make.office, listRequestsRoute, {
      ...{ search: '路灯', limit: 2 },
      ...(cursor ? { cursor } : {}),
    })
    pages.push(page.items.map(({ acceptedAt }) => acceptedAt.slice(14, 16)))
    cursor = page.next ?? undefined
  } while (cursor)
  expect(pages).toEqual([['14', '13'], ['12', '11'], ['10']])
})

test('an export holds what the search found and nothing else', async () => {
  const { token } = make.office
  const query = { search: '路灯', format: 'csv' as const }
  const { body } = await server.app.inject(requestFor(exportRequestsRoute, query, { token }))
  expect(body.match(/路灯不亮/g)).toHaveLength(5)
  expect(body).not.toContain('水泵')
})

test('requests of before are found like new ones once the job has indexed them, and others are left alone', async () => {
  const texts = ['ＡＢＣ 电压 低', '表前，断线！', '一', 'Café ½']
  for (const content of texts) await make.accepted({ content, address: '东街 3 号' })
  const stored = () =>
    server.database.transact('system', (db) =>
      db.rows<{ requestId: string; words: string }>(
        sql`select request_id, words::text as words from request_words order by request_id`,
      ),
    )
  const before = await stored()
  expect(before.length).toBeGreaterThan(texts.length)
  await server.database.pool.query('truncate request_words')
  expect(await found('电压')).toEqual([])
  expect(await fillWords(server.database)).toBe(before.length)
  expect(await stored()).toEqual(before)
  expect(await found('电压')).not.toEqual([])
  expect(await fillWords(server.database)).toBe(0)
})

test('a server that stops meanwhile leaves the rest to the next one', async () => {
  await server.database.pool.query('truncate request_words')
  expect(await fillWords(server.database, AbortSignal.abort())).toBe(0)
  expect(await fillWords(server.database)).toBeGreaterThan(0)
})
