import {
  contract,
  createCampaignRoute,
  getDayTotalsRoute,
  ProblemReply,
  type Route,
  recordFieldworkRoute,
  savePlanRoute,
} from '@nuandeng/contract'
import { ROLES } from '@nuandeng/domain'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../src/platform/ids.ts'
import { CAMPAIGN_CONTENT } from './campaign-factory.ts'
import { arbitraryFor, spoiled } from './contract-arbitrary.ts'
import { aPerson, aServer, as } from './harness.ts'
import { recordFactory } from './record-factory.ts'

const server = aServer()
const tokens: string[] = []
const RUNS = 25

beforeAll(async () => {
  for (const role of ROLES) tokens.push((await aPerson(server, server.units.province, role)).token)
})

const parts = (schema: Route['body']) =>
  schema ? fc.oneof(arbitraryFor(schema), spoiled(arbitraryFor(schema))) : fc.constant(undefined)

function urlOf(route: Route, params: unknown, query: unknown): string {
  const values = (params ?? {}) as Record<string, unknown>
  const path = route.url.replace(/:(\w+)/g, (_, key: string) => encodeText(values[key] ?? 'x'))
  const pairs = Object.entries((query ?? {}) as Record<string, unknown>)
  return `/api${path}?${pairs.map(([key, value]) => `${encodeText(key)}=${encodeText(value)}`).join('&')}`
}

function encodeText(value: unknown): string {
  return encodeURIComponent(String(value).toWellFormed()) || 'x'
}

describe('whatever is sent, the answer is a reply or a refusal with its reason', () => {
  // Ending the session of one of these callers, or the events of a live page, would end the run.
  const left = new Set(['signOut', 'watchDay'])
  const operations = Object.entries<Route>(contract).filter(([name]) => !left.has(name))

  test.each(operations)('%s', async (_name, route) => {
    await fc.assert(
      fc.asyncProperty(
        parts(route.params),
        parts(route.query),
        parts(route.body),
        fc.nat(tokens.length - 1),
        async (params, query, body, who) => {
          const response = await server.app.inject({
            method: route.method,
            url: urlOf(route, params, query),
            headers: {
              authorization: `Bearer ${tokens[who]}`,
              'idempotency-key': newId(),
              'content-type': route.takes ? 'application/octet-stream' : 'application/json',
            },
            ...(route.method === 'POST' ? { payload: JSON.stringify(body ?? {}) } : {}),
          })
          expect(response.statusCode).toBeLessThan(500)
          if (response.statusCode >= 400) expectReason(response.json())
        },
      ),
      { numRuns: RUNS },
    )
  })
})

function expectReason(body: unknown) {
  const problem = ProblemReply.parse(body)
  if (problem.code !== 'invalid-input') return
  expect(problem.errors?.length).toBeGreaterThan(0)
  for (const fault of problem.errors ?? []) {
    expect(fault.field).not.toBe('')
    expect(fault.reason).not.toBe('')
  }
}

describe('a body that is not JSON in UTF-8 is refused', () => {
  const send = async (payload: string | Buffer, type = 'application/json') => {
    const response = await server.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'content-type': type },
      payload,
    })
    return { status: response.statusCode, ...response.json<{ code: string; errors: unknown[] }>() }
  }

  test.each([
    ['malformed', '{"loginName":', 400, 'not-json', 'application/json'],
    [
      'broken UTF-8',
      Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
      400,
      'not-json',
      'application/json',
    ],
    ['10 MB', Buffer.alloc(10 * 1024 * 1024, 0x20), 413, 'too-large', 'application/json'],
    [
      'of another type',
      'loginName=a',
      415,
      'wrong-media-type',
      'application/x-www-form-urlencoded',
    ],
  ])('%s', async (_name, payload, status, code, type) => {
    expect(await send(payload, type)).toMatchObject({
      status,
      code,
      errors: [{ reason: expect.any(String) }],
    })
  })
})

describe('what is wrong with a field is told by its name, and in words', () => {
  const { aVisit } = recordFactory(server, { campaignId: newId() })
  const office = () => as(server, tokens[ROLES.indexOf('office')])
  const campaign = (change: object) => ({
    ...CAMPAIGN_CONTENT,
    campaignId: newId(),
    unitId: server.units.province.unitId,
    ...change,
  })
  const [measure] = CAMPAIGN_CONTENT.measures

  test.each<[string, Route, () => object, string, string]>([
    [
      'an unknown measure',
      createCampaignRoute,
      () => campaign({ measures: [{ ...measure, measure: 'dances' }] }),
      'measures[0].measure',
      'invalid-value',
    ],
    [
      'a target of an unknown measure',
      savePlanRoute,
      () => ({ planId: newId(), targets: { dances: 1 }, activities: [], localFields: {} }),
      'targets.dances',
      'unknown-field',
    ],
    [
      'a text that is too long',
      recordFieldworkRoute,
      () => ({ record: aVisit({ remark: '灯'.repeat(2001) }) }),
      'record.remark',
      'too-big',
    ],
    [
      'an unknown class of customer',
      recordFieldworkRoute,
      () => ({ record: aVisit({ customerClass: 'Z' }) }),
      'record.customerClass',
      'invalid-value',
    ],
    [
      'a day that is not in the calendar',
      getDayTotalsRoute,
      () => ({ campaignId: newId(), activityDay: '2011-02-30' }),
      'activityDay',
      'invalid-format',
    ],
    [
      'a unit that is no id',
      recordFieldworkRoute,
      () => ({ record: aVisit({ unitId: '官渡供电所' }) }),
      'record.unitId',
      'invalid-format',
    ],
    [
      'an instant without its offset',
      recordFieldworkRoute,
      () => ({ record: aVisit({ occurredAt: '2011-10-15T09:30:00' }) }),
      'record.occurredAt',
      'invalid-format',
    ],
  ])('%s', async (_name, route, input, field, code) => {
    const reply = await office().call(route, input())
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid-input' } })
    expect(ProblemReply.parse(reply.body).errors).toContainEqual({
      field,
      code,
      reason: expect.stringMatching(/./),
    })
  })
})
