import { type LiveDay, recordFieldworkRoute } from '@nuandeng/contract'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { aCampaign } from '../../../test/campaign-factory.ts'
import { aPerson, aServer } from '../../../test/harness.ts'
import { recordFactory } from '../../../test/record-factory.ts'

const server = aServer()
let day: Awaited<ReturnType<typeof aCampaign>>
let base: string

beforeAll(async () => {
  day = await aCampaign(server)
  base = await server.app.listen({ port: 0, host: '127.0.0.1' })
})

/** Pictures as a page receives them. */
async function* watch(token: string, query = '') {
  const stop = new AbortController()
  const url = `${base}/api/campaigns/${day.campaignId}/days/${day.activityDay}/live${query}`
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' }
  const response = await fetch(url, { headers, signal: stop.signal })
  if (!response.ok || !response.body) throw new Error(String(response.status))
  let text = ''
  try {
    for await (const bytes of response.body.pipeThrough(new TextDecoderStream())) {
      text += bytes
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1]
        text = text.slice(end + 2)
        if (data) yield JSON.parse(data) as LiveDay
      }
    }
  } finally {
    stop.abort()
  }
}

test('a page gets the day at once, and each record soon after it was taken in', async () => {
  const display = await aPerson(server, server.units.province, 'display')
  const worker = await aPerson(server, server.units.station, 'field-worker')
  const pictures = watch(display.token)
  const first = (await pictures.next()).value as LiveDay
  expect(first).toMatchObject({ totals: { leaflets: 0 }, newest: [], isClosed: false })
  const record = recordFactory(server, day).leaflets({ quantity: 40 })
  await worker.call(recordFieldworkRoute, { record })
  const second = (await pictures.next()).value as LiveDay
  expect(second).toMatchObject({
    totals: { leaflets: 40 },
    rows: [{ cityCode: '410100', totals: { leaflets: 40 } }, { totals: { leaflets: 0 } }],
    byHour: [{ hour: 9 }],
    newest: [{ recordId: record.recordId, cityName: '郑州供电公司', quantity: 40 }],
  })
  await pictures.return(undefined)
})

test('a page of a unit out of reach is refused', async () => {
  const worker = await aPerson(server, server.units.station, 'field-worker')
  await expect(watch(worker.token, `?unitId=${server.units.county.unitId}`).next()).rejects.toThrow(
    '403',
  )
})

test('a page ends when its session was ended', async () => {
  const worker = await aPerson(server, server.units.station, 'field-worker')
  const pictures = watch(worker.token)
  await pictures.next()
  await server.database.transact('system', (db) =>
    db.run(sql`update session set ended_at = now() where person_id = ${worker.personId}`),
  )
  server.live.announce(`day:${day.campaignId}/${day.activityDay}`)
  expect(await pictures.next()).toMatchObject({ done: true })
})
