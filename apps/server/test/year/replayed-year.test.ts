import { readFileSync } from 'node:fs'
import {
  acceptRequestRoute,
  assignRequestRoute,
  chaseRequestRoute,
  correctStepRoute,
  getRequestRoute,
  pauseRequestRoute,
  reclassifyRequestRoute,
  resumeRequestRoute,
  takeStepRoute,
  transferRequestRoute,
} from '@nuandeng/contract'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { scanDue } from '../../src/modules/commitments/due-scan.ts'
import { newId } from '../../src/platform/ids.ts'
import { aPerson, aServer } from '../harness.ts'
import { aNewRequest, must, setClock } from '../request-factory.ts'
import { type FileRule, naiveClocks } from './naive-clocks.ts'
import { aCase, chanceOf, type Deed, type SimulatedCase } from './simulated-case.ts'

const server = aServer()
let office: Awaited<ReturnType<typeof aPerson>>
let workers: { unitId: string; personId: string }[]
beforeAll(async () => {
  const { city, station, sibling } = server.units
  office = await aPerson(server, city, 'office')
  workers = await Promise.all(
    [station, sibling].map(async (unit) => {
      const { personId } = await aPerson(server, unit, 'field-worker')
      return { unitId: unit.unitId, personId }
    }),
  )
})

const rulesOf = (name: string) =>
  (
    parse(readFileSync(new URL(`../../../../editions/${name}.yaml`, import.meta.url), 'utf8')) as {
      rules: FileRule[]
    }
  ).rules

/** One request on the server, worked deed by deed. */
function replayOf(made: SimulatedCase) {
  const requestId = newId()
  const steps = new Map<string, string>()
  let place = 0
  const accept = () =>
    must(office, acceptRequestRoute, {
      ...aNewRequest(server, { requestId, kind: made.kind, isMine: true }),
      subkind: made.subkind ?? undefined,
      area: made.area,
    })
  const work = async (deed: Deed) => {
    switch (deed.type) {
      case 'step':
      case 'attempt': {
        const stepId = newId()
        const outcome = deed.type === 'attempt' ? 'attempt' : 'done'
        const at = deed.takenAt.toISOString()
        if (outcome === 'done') steps.set(deed.step, stepId)
        return must(office, takeStepRoute, { requestId, stepId, step: deed.step, at, outcome })
      }
      case 'correct': {
        const stepId = steps.get(deed.step) ?? ''
        const newStepId = newId()
        steps.set(deed.step, newStepId)
        const at = deed.takenAt.toISOString()
        return must(office, correctStepRoute, { requestId, stepId, newStepId, at, reason: '核对' })
      }
      case 'pause':
        return must(office, pauseRequestRoute, { requestId, pauseId: newId(), reason: deed.reason })
      case 'resume':
        return must(office, resumeRequestRoute, { requestId })
      case 'chase':
        return must(office, chaseRequestRoute, { requestId, content: '催办' })
      case 'transfer': {
        place = 1 - place
        const { unitId = '', personId: ownerId = '' } = workers[place] ?? {}
        await must(office, transferRequestRoute, { requestId, unitId, reason: '转派' })
        return must(office, assignRequestRoute, { requestId, ownerId })
      }
      case 'reclassify': {
        const { kind, subkind } = deed
        const to = { kind, ...(subkind ? { subkind } : {}) }
        return must(office, reclassifyRequestRoute, { requestId, ...to, reason: '改类' })
      }
    }
  }
  return { requestId, made, accept, work }
}

const TIMEOUT_MS = 120_000

test.each([
  [2012, 'sgcc-2011', ['2012-02-29', '2012-03-31', '2012-12-31']],
  [2024, 'sgcc-2023', ['2024-02-29', '2024-02-04', '2024-09-29']],
])(
  '150 requests of %i on the server end with the verdicts of the naive clocks',
  async (year, edition, edges) => {
    const chance = chanceOf(year)
    const replays = Array.from({ length: 150 }, () => replayOf(aCase(chance, year, edges)))
    const entries = replays
      .flatMap(({ made, accept, work }) => [
        { at: made.acceptedAt, run: accept as () => Promise<unknown> },
        ...made.deeds.map((deed) => ({ at: deed.at, run: () => work(deed) as Promise<unknown> })),
      ])
      .sort((a, b) => a.at.getTime() - b.at.getTime())
    for (const [index, { at, run }] of entries.entries()) {
      await setClock(server, new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 23))
      if (index % 40 === 0) await scanDue(server.database, server.clock.now)
      await run()
    }
    await setClock(server, `${year + 1}-02-01T00:00:00`)
    const asOf = server.clock.now
    await scanDue(server.database, asOf)
    const rules = rulesOf(edition)
    const limits = [...rules, ...rulesOf('regulatory-floor-2009')]
    const faultOf = (row: string) => {
      const { start, stop } = limits.find((rule) => rule.row === row) ?? {}
      return `${start} → ${stop}`
    }
    for (const { requestId, made } of replays) {
      const file = await must(office, getRequestRoute, { requestId })
      const naive = naiveClocks(rules, made, { asOf, closed: new Set() })
      const judged = file.clocks.filter(({ row }) => naive.some((clock) => clock.row === row))
      expect(
        judged.map(({ row, stand, dueAt }) => ({ row, verdict: stand, dueAt })).sort(byRow),
      ).toEqual(naive.sort(byRow))
      // What a change of kind left behind is broken or out of the count, and never open.
      const left = file.clocks.filter((clock) => !judged.includes(clock))
      for (const { stand } of left) expect(stand).toBeOneOf(['broken', 'exempt'])
      const told = file.escalations.flatMap(({ row, isFloor }) =>
        row ? [{ fault: faultOf(row), isFloor }] : [],
      )
      const faults = told.map(({ fault }) => fault)
      for (const { row, stand } of [...judged, ...(file.floor?.clocks ?? [])])
        if (stand === 'broken') expect(faults).toContain(faultOf(row))
      // Under one text or the other, never under both.
      const byFloor = told.filter(({ isFloor }) => isFloor).map(({ fault }) => fault)
      for (const { fault, isFloor } of told) if (!isFloor) expect(byFloor).not.toContain(fault)
      expect(file.acceptedAt).toBe(made.acceptedAt.toISOString())
    }
  },
  TIMEOUT_MS,
)

const byRow = (a: { row: string }, b: { row: string }) => (a.row < b.row ? -1 : 1)
