import { createHash, randomBytes } from 'node:crypto'
import { DEFAULT_MEASURES, DEFAULT_WALK_IN_TYPES, MEASURES } from '@nuandeng/domain'
import { hashPassword } from '../platform/passwords.ts'
import type { Installation } from '../start.ts'
import { DEMO_DAY, PUBLISHED } from './day.ts'
import {
  type Demonstration,
  type DemoPlan,
  findDemonstration,
  hasUnits,
  insertCampaign,
  insertDemonstration,
  insertPeople,
  insertPlans,
  insertShownLogIns,
  insertUnits,
  insertWall,
} from './demo.queries.ts'
import { type DemoPerson, demoPeople } from './people.ts'
import { type DemoUnit, demoUnits } from './province.ts'
import { idOf, type Seeded, seeded } from './seeded.ts'
import { PLACES } from './words.ts'

const DECIDED_AT = new Date('2011-10-12T16:00:00+08:00')
const CAMPAIGN_ID = idOf('campaign', DECIDED_AT)

/** The folder holds real data: a demonstration must not be mixed into it. */
export class NotADemonstration extends Error {}

export interface DemoStage {
  demonstration: Demonstration
  units: DemoUnit[]
  people: DemoPerson[]
}

/** Sets up the invented province in an empty database by one transaction; a second time it is only found. */
export async function prepareDemo(
  { database }: Installation,
  now: Date,
  onStep: (text: string) => void,
): Promise<DemoStage> {
  const units = demoUnits()
  const people = demoPeople(units)
  const made = newDemonstration(people)
  const passwordHash = await hashPassword(made.password)
  const demonstration = await database.transact('system', async (db) => {
    const found = await findDemonstration(db)
    if (found) return found
    if (await hasUnits(db)) {
      throw new NotADemonstration(
        'this database holds an organisation that is not the demonstration; choose another folder with --data',
      )
    }
    onStep(`preparing ${units.length} units and ${people.length} people`)
    await insertUnits(db, units)
    await insertPeople(db, people, now)
    await insertCampaign(db, demoCampaign(units))
    onStep('preparing the campaign and its plans')
    const plans = demoPlans(units)
    await insertPlans(db, plans, { campaignId: CAMPAIGN_ID, day: DEMO_DAY, decidedAt: DECIDED_AT })
    await insertShownLogIns(db, people, { passwordHash, now })
    const keyDigest = createHash('sha256').update(made.displayKey).digest()
    await insertWall(db, {
      displayId: idOf('wall', DECIDED_AT),
      unit: units[0] as DemoUnit,
      keyDigest,
      now,
    })
    await insertDemonstration(db, made, now)
    return made
  })
  return { demonstration, units, people }
}

function newDemonstration(people: readonly DemoPerson[]): Demonstration {
  return {
    campaignId: CAMPAIGN_ID,
    password: randomBytes(9).toString('base64url'),
    displayKey: randomBytes(24).toString('base64url'),
    accounts: people.flatMap(({ isShown, loginName, role, unit }) =>
      isShown && role ? [{ loginName, role, unitName: unit.name }] : [],
    ),
  }
}

function demoCampaign(units: readonly DemoUnit[]) {
  const [province] = units
  if (!province) throw new Error('the invented province is empty')
  return {
    campaignId: CAMPAIGN_ID,
    unit: province,
    day: DEMO_DAY,
    walkInTypes: DEFAULT_WALK_IN_TYPES,
    measures: DEFAULT_MEASURES,
    fields: [
      {
        key: 'slogan',
        label: '统一口号',
        labelEn: 'Common slogan',
        isLocked: true,
        value: '你用电，我用心',
      },
      {
        key: 'uniform',
        label: '统一着装要求',
        labelEn: 'Common dress',
        isLocked: true,
        value: '着工装，佩戴活动胸牌',
      },
      {
        key: 'focus',
        label: '本单位服务重点',
        labelEn: 'Local focus',
        isLocked: false,
        value: '',
      },
    ],
    createdAt: DECIDED_AT,
  }
}

/** One plan per unit below the province; most are approved, some are still on their way. */
function demoPlans(units: readonly DemoUnit[]): DemoPlan[] {
  const random = seeded(1015)
  return units
    .filter(({ kind }) => kind !== 'province' && kind !== 'team')
    .map((unit) => {
      const state = unit.kind === 'station' ? stateOf(random) : 'approved'
      return {
        planId: idOf(`plan ${unit.code}`, DECIDED_AT),
        activityId: idOf(`activity ${unit.code}`, DECIDED_AT),
        unitId: unit.unitId,
        path: unit.path,
        cityCode: unit.cityCode,
        state,
        returnReason: state === 'returned' ? '请补充车辆安排' : null,
        targets: targetsOf(unit),
        place: random.pick(PLACES),
        walkInType: random.pick(DEFAULT_WALK_IN_TYPES).code,
        team: '供电服务队',
        vehicles: 1 + random.below(2),
        people: 3 + random.below(3),
      }
    })
}

function stateOf(random: Seeded): DemoPlan['state'] {
  const chance = random.next()
  if (chance < 0.01) return 'returned'
  if (chance < 0.025) return 'draft'
  return chance < 0.045 ? 'filed' : 'approved'
}

const STATIONS = 2000

/** A station aims at its share of the figures that were published. */
function targetsOf(unit: DemoUnit): Record<string, number> {
  if (unit.kind !== 'station') return {}
  return Object.fromEntries(
    MEASURES.map((measure) => [measure, Math.max(1, Math.round(PUBLISHED[measure] / STATIONS))]),
  )
}
