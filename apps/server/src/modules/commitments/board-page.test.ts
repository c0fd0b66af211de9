import { takeStepRoute } from '@nuandeng/contract'
import { beforeAll, expect, test } from 'vitest'
import { aServer } from '../../../test/harness.ts'
import { must, requestFactory, setClock } from '../../../test/request-factory.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
const get = (query: string, cookie = '') =>
  server.app.inject({ method: 'GET', url: `/board?${query}`, headers: cookie ? { cookie } : {} })
/** The row of a promise in the table, tags taken out. */
const rowOf = (page: string, title: string) =>
  page
    .split('<tr>')
    .slice(1)
    .find((row) => row.includes(title))
    ?.replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')

beforeAll(async () => {
  await setClock(server, '2011-10-17T09:00:00')
  const make = await requestFactory(server)
  const { requestId } = await make.assigned()
  const late = await make.assigned()
  await setClock(server, '2011-10-17T09:45:00')
  await make.take(requestId, 'crew.arrived')
  await setClock(server, '2011-10-17T09:45:01')
  const step = { stepId: newId(), step: 'crew.arrived' }
  await must(make.worker, takeStepRoute, { ...late, ...step })
})

test('anybody reads cases, kept and broken; where there were none it says so and never 100 %', async () => {
  const page = await get('month=2011-10')
  expect(page.statusCode).toBe(200)
  expect(page.headers['content-type']).toContain('text/html')
  expect(rowOf(page.body, '到达现场：城区')).toContain('50 % 2 1 1 0 0')
  expect(rowOf(page.body, '到达现场：农村')).toMatch(/无此类事项 $/)
  expect(rowOf((await get('month=2011-11')).body, '到达现场：城区')).toMatch(/无此类事项 $/)
  expect(page.body).not.toContain('class="good"')
})

test('an indicator is an indicator, without cases', async () => {
  const { body } = await get('month=2011-10')
  expect(rowOf(body, '城市供电可靠率')).toContain('指标 ≥ 99.9 % 本页不统计')
  expect(rowOf(body, '农村供电可靠率')).toContain('由省公司公布')
})

test('a promise is shown unit by unit, and a unit leads to those below it', async () => {
  const { body } = await get('month=2011-10&row=2-urban&edition=sgcc-2011')
  expect(rowOf(body, '郑州供电公司')).toContain('50 % 2 1 1')
  const below = await get(`month=2011-10&unitId=${server.units.city.unitId}`)
  expect(below.body).toContain('中牟县供电公司')
})

test('the page has no script, weighs under 20 KB, and what is typed at it is never run', async () => {
  for (const query of ['month=2011-10', 'month=2011-10&row=2-urban&edition=sgcc-2011', 'lang=en']) {
    const { body } = await get(query)
    expect(Buffer.byteLength(body)).toBeLessThan(20_000)
    expect(body).not.toContain('<script')
  }
  const { body, statusCode } = await get('month=%3Cscript%3E&row=%22%3E%3Cscript%3E&edition=x')
  expect(statusCode).toBe(200)
  expect(body).not.toContain('<script')
})

test('large type and language stay as chosen; a unit that is not there is said in words', async () => {
  const chosen = await get('large=1&lang=en')
  const cookies = [chosen.headers['set-cookie']].flat().map((text) => String(text).split(';')[0])
  expect(cookies).toEqual(['nuandeng_large=1', 'nuandeng_lang=en'])
  const again = (await get('', cookies.join('; '))).body
  expect(again).toContain('<body class="large">')
  expect(again).toContain('Public promises')
  const nowhere = await get(`unitId=${newId()}`)
  expect(nowhere.statusCode).toBe(404)
  expect(nowhere.body).toContain('没有这个单位')
})
