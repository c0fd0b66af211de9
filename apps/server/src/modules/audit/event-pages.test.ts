import { expect, test } from 'vitest'
import { tamper } from '../../../test/chain-factory.ts'
import { pagesOf } from '../../../test/explain.ts'
import { aServer } from '../../../test/harness.ts'
import type { Db } from '../../platform/db.ts'
import { type EventFilter, listEventViews, listKindsOf } from './event.queries.ts'

const server = aServer()
const CITIES = ['410000', '410100', '410300']
/** A short trail is read whole: below some ten thousand Events that is the cheapest. */
const EVENTS = Number(process.env.EVENTS ?? 120_000)
const ACTOR = '00000000-0000-7000-8000-000000000001'

/** Events of two cities over days; one in a thousand is a reveal, and one of the rare actor. */
async function addEvents(from: number, to: number) {
  await tamper(
    server,
    `insert into event (city_code, event_id, recorded_at, actor_id, actor_name, unit_path, kind, subject_id, details)
     select case at % 2 when 0 then '410100' else '410300' end, gen_random_uuid(),
       timestamptz '2011-10-15 10:00+08' + at * interval '1 second',
       case at % 1000 when 500 then '${ACTOR}'::uuid else gen_random_uuid() end, '测试',
       case at % 2 when 0 then 'HA.C1.K1.S1' else 'HA.C2.K3.S3' end::ltree,
       case at % 1000 when 4 then 'record.revealed' else 'record.received' end, at::text, '{}'
     from generate_series($1::int, $2::int) as at`,
    [from, to],
  )
  await server.database.pool.query('vacuum analyze event, event_seal')
}

/** How many pages of the database an auditor's first page touches. */
function pagesTouched(paths: string[], query: (db: Db) => Promise<unknown>) {
  return server.database.transact({ paths }, (db) => pagesOf(db, query))
}

test('the first page of the trail costs the same however long the trail is, whatever is asked for', async () => {
  const { province, city } = server.units
  const page = (filter: EventFilter, cityCodes = CITIES) => {
    const at = { cityCodes, after: undefined, limit: 51 }
    return (db: Db) => listEventViews(db, filter, at)
  }
  const kinds = ['record.received', 'record.revealed']
  const asked = {
    everything: [[province.path], page({})],
    'a city': [[city.path], page({}, ['410100'])],
    'a rare kind': [[province.path], page({ kinds: ['record.revealed'] })],
    'a noun': [[province.path], page({ kinds })],
    'the kinds of a noun': [[province.path], (db: Db) => listKindsOf(db, 'record', CITIES)],
    'a rare person': [[province.path], page({ actorId: ACTOR })],
    'a person who is not there': [[province.path], page({ actorId: ACTOR.replace('1', '2') })],
    'a subject': [[province.path], page({ subjectId: '77' })],
    'a time': [[province.path], page({ to: '2011-10-15T10:30:00+08:00' })],
  } as const
  const measure = async () => {
    const figures: Record<string, number> = {}
    for (const [name, [paths, query]] of Object.entries(asked)) {
      figures[name] = await pagesTouched([...paths], query)
    }
    return figures
  }
  await addEvents(1, EVENTS / 3)
  const short = await measure()
  await addEvents(EVENTS / 3 + 1, EVENTS)
  const long = await measure()
  for (const [name, touched] of Object.entries(long)) {
    expect(touched, `${name}: ${short[name]} pages, then ${touched}`).toBeLessThan(
      (short[name] ?? 0) * 2 + 60,
    )
    expect(touched, name).toBeLessThan(500)
  }
  if (process.env.EVENTS) console.log({ short, long })
}, 180_000)
