import {
  exemptClockRoute,
  exportPublicBoardRoute,
  getPublicBoardRoute,
  listEditionsRoute,
} from '@nuandeng/contract'
import { beforeAll, expect, test } from 'vitest'
import { aServer, as, requestFor } from '../../../test/harness.ts'
import { must, requestFactory, setClock } from '../../../test/request-factory.ts'
import { scanDue } from './due-scan.ts'

const server = aServer()
let people: Awaited<ReturnType<typeof requestFactory>>
const anybody = () => as(server)

/** Arrivals after so many minutes; undefined for a crew that never came. */
async function faults(day: string, minutes: readonly (number | undefined)[]) {
  const made: string[] = []
  for (const after of minutes) {
    await setClock(server, `${day}T10:00:00`)
    const { requestId } = await people.assigned()
    made.push(requestId)
    if (after === undefined) continue
    const at = new Date(server.clock.now.getTime() + after * 60_000).toISOString()
    await setClock(server, `${day}T20:00:00`)
    await people.take(requestId, 'crew.arrived', at)
  }
  return made
}

beforeAll(async () => {
  people = await requestFactory(server)
  const [requestId = ''] = await faults('2011-11-30', [60, 10, 20, 46, 30])
  const exemption = { requestId, row: '2-urban', round: 1, reason: 'force-majeure' } as const
  await must(people.office, exemptClockRoute, { ...exemption, evidence: '洪水断路' })
  await faults('2011-12-01', [undefined])
  await setClock(server, '2011-12-01T23:00:00')
  await scanDue(server.database, server.clock.now)
  await faults('2023-10-10', [10, 100])
})

const boardOf = async (month: string, unitId?: string) => {
  const { units } = await must(anybody(), getPublicBoardRoute, {
    month,
    ...(unitId ? { unitId } : {}),
  })
  return (name: string, row: string) =>
    units.find(({ unit }) => unit.name === name)?.rows.find((found) => found.row === row)
}

test('a month tells cases, kept, broken, exempt, share, worst and median, at each level', async () => {
  const november = {
    cases: 5,
    kept: 3,
    broken: 1,
    exempt: 1,
    open: 0,
    corrected: 0,
    keptShare: 75,
    worstMinutes: 46,
    medianMinutes: 20,
    meanMinutes: 26.5,
    isAverageKept: null,
  }
  const province = await boardOf('2011-11')
  expect(province('河南省电力公司', '2-urban')).toMatchObject(november)
  expect(province('郑州供电公司', '2-urban')).toMatchObject(november)
  const county = await boardOf('2011-11', server.units.county.unitId)
  expect(county('官渡供电所', '2-urban')).toMatchObject(november)
  expect(county('韩寺供电所', '2-urban')).toMatchObject({ cases: 0, keptShare: null })
})

test('no cases are no 100 %, and what never arrived is broken', async () => {
  const december = await boardOf('2011-12')
  expect(december('河南省电力公司', '2-urban')).toMatchObject({
    cases: 1,
    broken: 1,
    keptShare: 0,
    worstMinutes: null,
  })
  expect(december('洛阳供电公司', '2-urban')).toMatchObject({
    cases: 0,
    kept: 0,
    broken: 0,
    keptShare: null,
    worstMinutes: null,
    medianMinutes: null,
  })
})

test('trap 10: an average is judged as one, and no case of it is broken', async () => {
  const october = await boardOf('2023-10')
  expect(october('河南省电力公司', '3-arrive-urban')).toMatchObject({
    statistic: 'average',
    cases: 2,
    kept: 0,
    broken: 0,
    keptShare: null,
    meanMinutes: 55,
    isAverageKept: false,
  })
  expect(october('洛阳供电公司', '3-arrive-urban')).toMatchObject({ isAverageKept: null })
})

test('trap 25: what is no clock is shown as what it is, and a figure not published is none', async () => {
  const november = await boardOf('2011-11')
  const none = { cases: null, kept: null, broken: null, keptShare: null }
  expect(november('河南省电力公司', '1a')).toMatchObject({
    kind: 'indicator',
    atLeast: 99.9,
    ...none,
  })
  expect(november('河南省电力公司', '1c-voltage')).toMatchObject({
    kind: 'indicator',
    atLeast: null,
    ...none,
  })
  expect(november('河南省电力公司', '4')).toMatchObject({ kind: 'disclosure', ...none })
  expect(november('河南省电力公司', '8')).toMatchObject({ kind: 'conduct', ...none })
})

test('the month is that of Shanghai', async () => {
  await setClock(server, '2012-03-31T23:59:59')
  await people.assigned()
  await setClock(server, '2012-04-01T00:00:00')
  await people.assigned()
  const cases = async (month: string) => (await boardOf(month))('河南省电力公司', '2-urban')?.cases
  expect([await cases('2012-03'), await cases('2012-04')]).toEqual([1, 1])
})

test('the file has every row of the board and no personal data', async () => {
  const response = await server.app.inject(
    requestFor(exportPublicBoardRoute, { month: '2011-11' }, {}),
  )
  const lines = response.body.trim().split('\r\n')
  expect(lines[0]).toContain('兑现率 kept_percent')
  expect(lines.length - 1).toBe(Number(response.headers['nuandeng-rows']))
  const city = lines.find((line) => line.includes('郑州供电公司') && line.includes(',2-urban,'))
  expect(city).toContain(',5,3,1,1,0,0,75,46,20,26.5')
  const absent = lines.find((line) => line.includes('洛阳供电公司') && line.includes(',2-urban,'))
  expect(absent).toMatch(/,0,0,0,0,0,0,,,,$/)
  expect(response.body).not.toMatch(/测试|张三|1380/)
})

test('the editions are open to everybody, each row with its source', async () => {
  const { editions } = await must(anybody(), listEditionsRoute, {})
  expect(editions.map(({ edition }) => edition)).toEqual([
    'regulatory-floor-2009',
    'sgcc-2011',
    'sgcc-2023',
  ])
  for (const { rules } of editions) for (const { source } of rules) expect(source).not.toBe('')
})
