import { readFileSync } from 'node:fs'
import {
  type CaseFacts,
  classOfRequest,
  clocksOf,
  type Edition,
  editionOn,
  PAUSE_REASON_NAMES,
  type PlainDate,
  processOf,
  shanghaiDate,
} from '@nuandeng/domain'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseEdition } from '../../src/modules/commitments/editions.ts'
import { workingCalendar } from '../../src/modules/commitments/index.ts'
import { type FileRule, naiveClocks } from './naive-clocks.ts'
import { aCase, chanceOf, type Deed, type SimulatedCase } from './simulated-case.ts'

const textOf = (name: string) =>
  readFileSync(new URL(`../../../../editions/${name}.yaml`, import.meta.url), 'utf8')

interface Book {
  edition: Edition
  rules: FileRule[]
}
function book(name: string): Book {
  const text = textOf(name)
  return { edition: parseEdition(text, name), rules: (parse(text) as { rules: FileRule[] }).rules }
}

/** An edition whose clocks stand still for every listed reason, so that pauses are put to the test. */
function pausing({ edition, rules }: Book): Book {
  const pauses = [...PAUSE_REASON_NAMES]
  return {
    edition: { ...edition, rules: edition.rules.map((rule) => ({ ...rule, pauses })) } as Edition,
    rules: rules.map((rule) => ({ ...rule, pauses })),
  }
}

/** What happened, as the server would hand it to the rule at a time. */
function factsAt(made: SimulatedCase, asOf: Date): CaseFacts {
  let { kind, subkind } = made
  const steps = new Map<string, Date>()
  const pauses: { reason: (typeof PAUSE_REASON_NAMES)[number]; from: Date; to: Date | null }[] = []
  for (const deed of made.deeds.filter(({ at }) => at <= asOf)) apply(deed)
  function apply(deed: Deed) {
    const last = pauses.at(-1)
    if (deed.type === 'step' || deed.type === 'correct') steps.set(deed.step, deed.takenAt)
    if (deed.type === 'pause') pauses.push({ reason: deed.reason, from: deed.at, to: null })
    if (deed.type === 'resume' && last) last.to = deed.at
    if (deed.type === 'reclassify') ({ kind, subkind } = deed)
  }
  return {
    process: processOf(kind, subkind),
    area: made.area,
    class: classOfRequest(kind, subkind, null),
    beganAt: made.acceptedAt,
    steps: [...steps].map(([step, at]) => ({ step, at })),
    pauses,
  }
}

const CLOSED = { 2012: ['2012-07-23', '2012-07-24'], 2024: ['2024-02-18', '2024-07-17'], 2026: [] }
const EDGES = {
  // Leap day, make-up Saturdays and Sundays, the turn of the year, the end of a quarter.
  2012: ['2012-02-29', '2012-03-01', '2012-03-31', '2012-04-28', '2012-09-29', '2012-12-31'],
  2024: ['2024-02-29', '2024-02-04', '2024-02-18', '2024-04-07', '2024-04-28', '2024-09-29'],
  2026: ['2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10', '2026-12-28'],
}

test.each([
  [2012, 60_000, 'the edition of 2011', book('sgcc-2011')],
  [2012, 40_000, 'the edition of 2011, if it knew pauses', pausing(book('sgcc-2011'))],
  [2024, 60_000, 'the edition of 2023', book('sgcc-2023')],
  [2024, 20_000, 'the edition of 2023, if it knew pauses', pausing(book('sgcc-2023'))],
  [2026, 20_000, 'the edition of 2023, past the last notice', book('sgcc-2023')],
] as const)('a simulated year %i: %i requests under %s', (year, count, _, { edition, rules }) => {
  const chance = chanceOf(year * 7 + count)
  const calendars = [workingCalendar(), workingCalendar(CLOSED[year])]
  const closures = [new Set<string>(), new Set<string>(CLOSED[year])]
  const seen = new Map<string, number>()
  for (let index = 0; index < count; index++) {
    const made = aCase(chance, year, EDGES[year])
    const end = made.deeds.at(-1)?.at ?? made.acceptedAt
    const span = end.getTime() - made.acceptedAt.getTime()
    const times = [
      new Date(made.acceptedAt.getTime() + Math.floor(chance() * span)),
      new Date(end.getTime() + chance() * 2e9),
    ]
    const unit = index % 2
    for (const asOf of index % 5 === 0 ? times : times.slice(1)) {
      const clocks = clocksOf(edition, factsAt(made, asOf), calendars[unit] as never, asOf).map(
        ({ row, verdict, dueAt }) => ({ row, verdict, dueAt: dueAt?.toISOString() ?? null }),
      )
      const naive = naiveClocks(rules, made, { asOf, closed: closures[unit] as Set<string> })
      if (JSON.stringify(clocks.sort(byRow)) !== JSON.stringify(naive.sort(byRow)))
        expect({ made, asOf, clocks }).toEqual({ made, asOf, clocks: naive })
      for (const { verdict } of naive) seen.set(verdict, (seen.get(verdict) ?? 0) + 1)
    }
  }
  // The year was no easy one: each verdict was given often.
  const wanted = edition.rules.some((rule) => 'statistic' in rule && rule.statistic === 'average')
    ? ['kept', 'broken', 'open', 'measured']
    : ['kept', 'broken', 'open']
  for (const verdict of wanted) expect(seen.get(verdict)).toBeGreaterThan(count / 20)
})

const byRow = (a: { row: string }, b: { row: string }) => (a.row < b.row ? -1 : 1)

test('an edition that comes into force in the middle of the year changes no earlier verdict', () => {
  const { edition } = book('sgcc-2011')
  const harder: Edition = {
    ...edition,
    edition: 'harder',
    validFrom: '2012-07-01' as PlainDate,
    rules: edition.rules.map((rule) => ('limit' in rule ? { ...rule, limit: 1 } : rule)),
  }
  const calendar = workingCalendar()
  const chance = chanceOf(2012)
  let [before, after] = [0, 0]
  for (let index = 0; index < 5000; index++) {
    const made = aCase(chance, 2012, EDGES[2012])
    const asOf = new Date('2013-03-01T00:00:00+08:00')
    const judgedBy = (editions: Edition[]) => {
      const bound = editionOn(editions, edition.series, shanghaiDate(made.acceptedAt))
      return clocksOf(bound as Edition, factsAt(made, asOf), calendar, asOf)
    }
    const [alone, both] = [judgedBy([edition]), judgedBy([edition, harder])]
    const isSame = JSON.stringify(alone) === JSON.stringify(both)
    if (shanghaiDate(made.acceptedAt) < harder.validFrom) {
      expect(isSame).toBe(true)
      before += 1
    } else if (!isSame) after += 1
  }
  expect(before).toBeGreaterThan(1000)
  expect(after).toBeGreaterThan(500)
})
