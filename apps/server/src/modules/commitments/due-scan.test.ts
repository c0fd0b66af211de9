import { getRequestRoute, getSupervisorBoardRoute } from '@nuandeng/contract'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { pagesOf } from '../../../test/explain.ts'
import { aServer } from '../../../test/harness.ts'
import { must, requestFactory, setClock } from '../../../test/request-factory.ts'
import { listDue, listToWarn } from './due-scan.queries.ts'
import { scanDue } from './due-scan.ts'

const server = aServer()
let people: Awaited<ReturnType<typeof requestFactory>>
beforeAll(async () => {
  people = await requestFactory(server)
})
const scan = () => scanDue(server.database, server.clock.now)
const file = (requestId: string) => must(people.cityOffice, getRequestRoute, { requestId })

test('a clock is warned of once at 80 % and broken once its time is over, and neither again', async () => {
  await setClock(server, '2011-10-15T10:00:00')
  const { requestId } = await people.assigned()
  await setClock(server, '2011-10-15T10:35:59')
  expect(await scan()).toEqual({ broken: 0, warned: 0 })
  await setClock(server, '2011-10-15T10:36:00')
  expect(await scan()).toEqual({ broken: 0, warned: 1 })
  expect(await scan()).toEqual({ broken: 0, warned: 0 })
  await setClock(server, '2011-10-15T10:45:00')
  expect(await scan()).toEqual({ broken: 0, warned: 0 })
  await setClock(server, '2011-10-15T10:45:01')
  expect(await scan()).toEqual({ broken: 1, warned: 0 })
  expect(await scan()).toEqual({ broken: 0, warned: 0 })
  const seen = await file(requestId)
  expect(seen.clocks).toMatchObject([
    { stand: 'broken', stoppedAt: null, verdicts: [{ verdict: 'broken', cause: 'time-over' }] },
  ])
  expect(seen.escalations).toMatchObject([
    { row: '2-urban', unitName: '中牟县供电公司', personName: expect.stringMatching(/测试/) },
  ])
  expect(seen.history.map(({ kind }) => kind)).toEqual([
    'request.accepted',
    'request.assigned',
    'commitment.warned',
    'commitment.broken',
  ])
})

test('what arrived in time and was told late is kept, and the first verdict stays beside it', async () => {
  await setClock(server, '2011-10-16T10:00:00')
  const { requestId } = await people.assigned()
  await setClock(server, '2011-10-16T11:00:00')
  await scan()
  await people.take(requestId, 'crew.arrived', '2011-10-16T10:44:00+08:00')
  const { clocks, escalations } = await file(requestId)
  expect(clocks).toMatchObject([
    { stand: 'kept', verdicts: [{ verdict: 'broken' }, { verdict: 'kept' }] },
  ])
  expect(escalations).toHaveLength(1)
})

test('a scan that fails half-way tells each clock wholly or not at all, and the next one tells the rest', async () => {
  await setClock(server, '2011-10-17T10:00:00')
  const sent = [await people.assigned(), await people.assigned()]
  await setClock(server, '2011-10-17T11:00:00')
  const broken = {
    ...server.database,
    transact: ((scope, work) =>
      server.database.transact(scope, async (db) => {
        await work(db)
        throw new Error('killed')
      })) as typeof server.database.transact,
  }
  await expect(scanDue(broken, server.clock.now)).rejects.toThrow('killed')
  for (const { requestId } of sent)
    expect(await file(requestId)).toMatchObject({ clocks: [{ stand: 'open' }], escalations: [] })
  expect(await scan()).toMatchObject({ broken: 2 })
  for (const { requestId } of sent) expect((await file(requestId)).escalations).toHaveLength(1)
})

test('trap 10: nothing breaks an average by itself', async () => {
  await setClock(server, '2023-09-04T10:00:00')
  const { requestId } = await people.assigned()
  await setClock(server, '2023-09-05T10:00:00')
  await scan()
  const { clocks, escalations } = await file(requestId)
  expect(clocks).toMatchObject([{ statistic: 'average', stand: 'open' }])
  // What is told is the floor, which limits each case.
  expect(escalations).toMatchObject([{ row: 'arrive-urban', isFloor: true }])
})

test('the scan touches what falls due and not the clocks that are open', async () => {
  const { station } = server.units
  await server.database.transact('system', (db) =>
    db.run(sql`
      insert into commitment_clock (city_code, request_id, round, rule_row, edition, item, period_limit, period_unit,
        statistic, unit_id, unit_path, started_at, due_at, warn_at, is_provisional, is_assumed, verdict)
      select ${station.cityCode}, gen_random_uuid(), 1, '7a', 'sgcc-2011', '7', 5, 'working-day', 'maximum',
        ${station.unitId}, ${station.path}::ltree, '2199-01-01', '2199-01-08', '2199-01-07', true, false, 'open'
      from generate_series(1, 20000)`),
  )
  const { now } = server.clock
  const read = (list: typeof listDue) =>
    server.database.transact('system', (db) => pagesOf(db, (asked) => list(asked, now, 500)))
  expect(await read(listDue)).toBeLessThan(30)
  expect(await read(listToWarn)).toBeLessThan(30)
})

test('the supervisor sees what is due soon, overdue and to whom it went, by unit', async () => {
  await setClock(server, '2011-10-18T10:00:00')
  const { requestId: soon } = await people.assigned({ area: 'rural' })
  const { requestId: over } = await people.assigned()
  await setClock(server, '2011-10-18T11:15:00')
  await scan()
  const { county, station } = server.units
  const board = await must(people.cityOffice, getSupervisorBoardRoute, {
    unitId: county.unitId,
    limit: 200,
  })
  const clockOf = (id: string) => board.clocks.find(({ requestId }) => requestId === id)
  expect(clockOf(soon)).toMatchObject({ row: '2-rural', stand: 'open', escalatedTo: null })
  expect(clockOf(over)).toMatchObject({ stand: 'broken', escalatedTo: expect.any(String) })
  const below = board.units.find(({ unit }) => unit.unitId === station.unitId)
  expect(below).toMatchObject({ dueSoon: 1, brokenThisMonth: expect.any(Number) })
  expect(board.units[0]).toMatchObject({ unit: { unitId: county.unitId }, open: 0 })
})
