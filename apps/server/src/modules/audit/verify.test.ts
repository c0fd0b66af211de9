import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  emptyTrail,
  finding,
  sealAll,
  sealedIds,
  tamper,
  tellEvents,
} from '../../../test/chain-factory.ts'
import { aServer } from '../../../test/harness.ts'
import { newId } from '../../platform/ids.ts'
import { headFileOf } from './head-file.ts'
import { sealCity } from './seal.ts'
import { verifyCity } from './verify.ts'

const CITY = '410100'
const server = aServer()
const verify = () => verifyCity(server.installation, CITY)
const headFile = () => join(server.installation.settings.dataDir, headFileOf(CITY))

beforeEach(() => emptyTrail(server))

/** Three blocks of ten Events each; the ids in order. */
async function aChain() {
  for (let block = 0; block < 3; block++) {
    await tellEvents(server, 10)
    await sealAll(server)
  }
  return sealedIds(server)
}

test('a chain of thousands of Events in several blocks is whole, and the tail is told', async () => {
  await tellEvents(server, 7000)
  await sealAll(server)
  await tellEvents(server, 3)
  const seen: number[] = []
  expect(await verifyCity(server.installation, CITY, (done) => seen.push(done))).toEqual({
    cityCode: CITY,
    events: 7000,
    blocks: 2,
    tailEvents: 3,
    result: 'whole',
    findings: [],
    findingsTotal: 0,
  })
  expect(seen.at(-1)).toBe(7000)
})

test('an empty trail is whole', async () => {
  expect(await verify()).toMatchObject({ result: 'whole', events: 0, blocks: 0 })
})

describe('an Event', () => {
  const changes: [string, string][] = [
    ['re-dated', `recorded_at = recorded_at - interval '1 microsecond'`],
    ['dated to infinity', `recorded_at = 'infinity'`],
    ['given to another person', `actor_name = '别人'`],
    ['of another actor', `actor_id = '00000000-0000-0000-0000-000000000001'`],
    ['of another kind', `kind = 'unit.created'`],
    ['about something else', `subject_id = 'x'`],
    ['moved to another unit', `unit_path = 'HA.C1.K1'`],
    ['with other details', `details = details || '{"at": 99}'`],
    ['with details that are none', `details = 'null'`],
  ]
  test.each(changes)('%s is named', async (_name, change) => {
    const { eventId } = (await aChain())[14] as { eventId: string }
    await tamper(server, `update event set ${change} where event_id = $1`, [eventId])
    const { result, findings } = await verify()
    expect(result).toBe('broken')
    expect(findings).toEqual([finding('event', eventId, 'changed')])
  })

  test('deleted is named', async () => {
    const { eventId } = (await aChain())[14] as { eventId: string }
    await tamper(server, 'delete from event where event_id = $1', [eventId])
    expect((await verify()).findings).toEqual([finding('event', eventId, 'deleted')])
  })

  test('deleted with its seal leaves its place behind', async () => {
    const { eventId } = (await aChain())[14] as { eventId: string }
    await tamper(server, 'delete from event where event_id = $1', [eventId])
    await tamper(server, 'delete from event_seal where event_id = $1', [eventId])
    expect((await verify()).findings).toEqual([finding('event_seal', `${CITY}/2/5`, 'deleted')])
  })

  test('deleted with its seal at the end of a block leaves its place behind', async () => {
    const { eventId } = (await aChain())[19] as { eventId: string }
    await tamper(server, 'delete from event where event_id = $1', [eventId])
    await tamper(server, 'delete from event_seal where event_id = $1', [eventId])
    expect((await verify()).findings).toEqual([finding('event_seal', `${CITY}/2/10`, 'deleted')])
  })

  test('deleted while it waited is named', async () => {
    await aChain()
    await tellEvents(server, 1)
    await tamper(server, 'delete from event where event_id = (select event_id from event_tail)')
    expect((await verify()).findings).toEqual([
      { ...finding('event', '', 'deleted'), rowId: expect.any(String) },
    ])
  })

  test('added is named, and so is one that is added with a seal', async () => {
    await aChain()
    const [loose, sealed] = [newId(), newId()]
    for (const eventId of [loose, sealed]) {
      await tamper(
        server,
        `insert into event select city_code, $1, recorded_at, actor_id, actor_name, unit_path, kind, subject_id,
           details from event limit 1`,
        [eventId],
      )
    }
    await tamper(
      server,
      `insert into event_seal select city_code, block_no, 11, $1, hash from event_seal where block_no = 2 limit 1`,
      [sealed],
    )
    expect((await verify()).findings).toEqual([
      finding('event', sealed, 'changed'),
      finding('event', loose, 'added'),
    ])
  })

  test('put at the place of another is named, and so is the other', async () => {
    const chain = await aChain()
    const [one, other] = [chain[13]?.eventId, chain[14]?.eventId] as [string, string]
    // The unique key lets no two stand in each other's place at once: by way of a third position.
    for (const [from, to] of [
      [4, 99],
      [5, 4],
      [99, 5],
    ]) {
      await tamper(
        server,
        'update event_seal set position = $1 where block_no = 2 and position = $2',
        [to, from],
      )
    }
    expect((await verify()).findings).toEqual([
      finding('event', other, 'changed'),
      finding('event', one, 'changed'),
    ])
  })

  test('whose seal alone was changed is told from one that was changed itself', async () => {
    const { eventId } = (await aChain())[14] as { eventId: string }
    await tamper(server, `update event_seal set hash = '\\x00' where event_id = $1`, [eventId])
    expect((await verify()).findings).toEqual([finding('event_seal', eventId, 'changed')])
  })
})

describe('a block', () => {
  test.each([
    ['re-dated', `sealed_at = sealed_at + interval '1 hour'`],
    ['linked elsewhere', `previous_hash = repeat('f', 64)`],
    ['of other Events', `events_hash = repeat('f', 64)`],
    ['with another signature', `signature = 'AAAA'`],
    ['with another hash', `hash = repeat('f', 64)`],
  ])('%s is named', async (_name, change) => {
    await aChain()
    await tamper(server, `update event_block set ${change} where block_no = 2`)
    const { findings } = await verify()
    expect(findings[0]).toEqual(finding('event_block', `${CITY}/2`, 'changed'))
  })

  test('signed by another key is named', async () => {
    await aChain()
    await tamper(server, `update event_block set key_id = 'other' where block_no = 3`)
    expect((await verify()).findings).toEqual([finding('event_block', `${CITY}/3`, 'unsigned')])
  })

  test('deleted within the chain is named', async () => {
    await aChain()
    await tamper(server, 'delete from event_block where block_no = 2')
    expect((await verify()).findings).toEqual([finding('event_block', `${CITY}/2`, 'deleted')])
  })

  test('deleted at the end is missed by the head file and by its seals', async () => {
    await aChain()
    await tamper(server, 'delete from event_block where block_no = 3')
    expect((await verify()).findings.slice(0, 2)).toEqual([
      finding('event_block', `${CITY}/3`, 'truncated'),
      finding('event_block', `${CITY}/3`, 'deleted'),
    ])
  })
})

describe('a chain that was cut with all its rows', () => {
  async function cut() {
    await aChain()
    await tamper(
      server,
      'delete from event using event_seal s where s.event_id = event.event_id and s.block_no = 3',
    )
    await tamper(server, 'delete from event_seal where block_no = 3')
    await tamper(server, 'delete from event_block where block_no = 3')
  }

  test('is found by the head file, also after the server has sealed on', async () => {
    await cut()
    expect((await verify()).findings).toEqual([finding('event_block', `${CITY}/3`, 'truncated')])
    for (let block = 0; block < 2; block++) {
      await tellEvents(server, 5)
      await sealAll(server)
    }
    expect((await verify()).findings).toEqual([finding('event_block', `${CITY}/3`, 'changed')])
  })

  test('to nothing is found', async () => {
    await aChain()
    await tamper(server, 'delete from event')
    await tamper(server, 'delete from event_seal')
    await tamper(server, 'delete from event_block')
    expect((await verify()).findings).toEqual([finding('event_block', `${CITY}/3`, 'truncated')])
  })

  test('is not hidden by a head file that was deleted or written anew', async () => {
    await cut()
    writeFileSync(headFile(), '{}')
    expect((await verify()).findings).toEqual([finding('head file', headFileOf(CITY), 'changed')])
    rmSync(headFile())
    expect((await verify()).findings).toEqual([finding('head file', headFileOf(CITY), 'deleted')])
  })
})

test('a head file that fell behind is no fault, and is brought up by the next block', async () => {
  await tellEvents(server, 1)
  await sealAll(server)
  rmSync(headFile())
  expect((await verify()).findings).toEqual([])
  await tellEvents(server, 1)
  await sealCity(server.installation, CITY, server.clock.now)
  expect((await verify()).findings).toEqual([])
})
