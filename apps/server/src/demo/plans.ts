import { DEFAULT_WALK_IN_TYPES, MEASURES, type PlanState, type UnitKind } from '@nuandeng/domain'
import { DECIDED_AT } from './campaign.ts'
import { DEMO_DAY, PUBLISHED } from './day.ts'
import type { DemoPerson } from './people.ts'
import type { DemoActivity, DemoDecider, DemoPlan } from './plan.queries.ts'
import type { DemoUnit } from './province.ts'
import { idOf, type Seeded, seeded } from './seeded.ts'
import { FOCUSES, PLACES, RETURN_REASONS } from './words.ts'

const STATIONS = 2000
const DAY_MS = 86_400_000
/** Offices decide in the ten hours before DECIDED_AT, 17:40. */
const QUARTER_MS = 900_000

/**
 * A plan per unit below the province: most are approved, some wait for the level above, a few were sent
 * back or never filed. Those who can log in here find something to do: the station has its plan to
 * write, the county has one that came back, the city has filed.
 */
export function demoPlans(units: readonly DemoUnit[], people: readonly DemoPerson[]) {
  const random = seeded(1015)
  const own = new Set(people.filter(({ isShown }) => isShown).map(({ unit }) => unit.unitId))
  const stations = units.filter(({ kind }) => kind === 'station')
  const plans: DemoPlan[] = []
  const activities: DemoActivity[] = []
  for (const unit of units) {
    if (unit.kind === 'province' || unit.kind === 'team') continue
    const below = stations.filter(
      ({ unitId, cityId, countyId }) =>
        unit.unitId === unitId || [cityId, countyId].includes(unit.unitId),
    )
    const state = own.has(unit.unitId) ? OWN_STATE[unit.kind] : stateOf(unit.kind, random)
    const plan = planOf(unit, { state, stations: below.length, random })
    plans.push(plan)
    if (state !== 'draft') activities.push(...activitiesOf(unit, plan, { below, random }))
  }
  return { plans, activities }
}

const OWN_STATE = { city: 'filed', county: 'returned', station: 'draft' } as const

/** In a hundred: returned, not filed, waiting; the others are approved. */
const SHARES = { city: [0, 0, 15], county: [1, 5, 6], station: [1, 1.5, 2] } as const

function stateOf(kind: 'city' | 'county' | 'station', random: Seeded): PlanState {
  const [returned, draft, filed] = SHARES[kind]
  const chance = random.next() * 100
  if (chance < returned) return 'returned'
  if (chance < returned + draft) return 'draft'
  return chance < returned + draft + filed ? 'filed' : 'approved'
}

function planOf(
  unit: DemoUnit,
  { state, stations, random }: { state: PlanState; stations: number; random: Seeded },
): DemoPlan {
  const decided = DECIDED_AT.getTime() - random.below(3) * DAY_MS - random.below(40) * QUARTER_MS
  const isDecided = state === 'approved' || state === 'returned'
  return {
    planId: idOf(`plan ${unit.code}`, DECIDED_AT),
    unitId: unit.unitId,
    path: unit.path,
    cityCode: unit.cityCode,
    state,
    filedAt: state === 'draft' ? null : new Date(decided - 2 * DAY_MS).toISOString(),
    decidedAt: isDecided ? new Date(decided).toISOString() : null,
    returnReason: state === 'returned' ? random.pick(RETURN_REASONS) : null,
    targets: state === 'draft' ? {} : targetsOf(stations),
    localFields: state === 'draft' ? {} : { focus: random.pick(FOCUSES) },
  }
}

/** A station aims at its share of the figures that were published; whoever is above, at the sum. */
function targetsOf(stations: number): Record<string, number> {
  return Object.fromEntries(
    MEASURES.map((measure) => [
      measure,
      Math.max(1, Math.round(PUBLISHED[measure] / STATIONS)) * stations,
    ]),
  )
}

/** One to three activities; a county or city unit goes out together with stations below it. */
function activitiesOf(
  unit: DemoUnit,
  { planId, path, cityCode }: DemoPlan,
  { below, random }: { below: readonly DemoUnit[]; random: Seeded },
): DemoActivity[] {
  return Array.from({ length: 1 + random.below(3) }, (_, i) => {
    const withThem = unit.kind === 'station' ? [] : [random.pick(below), random.pick(below)]
    return {
      activityId: idOf(`activity ${unit.code} ${i}`, DECIDED_AT),
      planId,
      path,
      cityCode,
      heldOn: DEMO_DAY,
      place: random.pick(PLACES),
      walkInType: random.pick(DEFAULT_WALK_IN_TYPES).code,
      team: random.pick(TEAMS),
      vehicles: 1 + random.below(2),
      people: 3 + random.below(3),
      jointUnitIds: [...new Set(withThem.map(({ unitId }) => unitId))],
    }
  })
}

const TEAMS = ['供电服务队', '共产党员服务队', '爱心服务队', '抢修服务队']

/** Plans are filed by the example person of a level and decided by that of the level above. */
export function demoDeciders(people: readonly DemoPerson[]): DemoDecider[] {
  const by = (loginName: string) => {
    const person = people.find((one) => one.loginName === loginName)
    if (!person) throw new Error(`the demonstration has no ${loginName}`)
    return { personId: person.personId, name: person.name }
  }
  const levels: [UnitKind, string, string][] = [
    ['city', 'city', 'province'],
    ['county', 'county', 'city'],
    ['station', 'station', 'county'],
  ]
  return levels.map(([kind, filer, decider]) => ({
    kind,
    filedBy: by(filer),
    decidedBy: by(decider),
  }))
}
