import { createHash, randomBytes } from 'node:crypto'
import { NOBODY, record } from '../platform/context.ts'
import { hashPassword } from '../platform/passwords.ts'
import type { Installation } from '../start.ts'
import { CAMPAIGN_ID, DECIDED_AT, demoCampaigns } from './campaign.ts'
import { playCare } from './care.ts'
import {
  type Demonstration,
  findDemonstration,
  hasUnits,
  insertDemonstration,
  insertPeople,
  insertShownLogIns,
  insertUnits,
  insertWall,
} from './demo.queries.ts'
import { playKeyCustomers } from './key-customers.ts'
import { playNotices } from './notices.ts'
import { type DemoPerson, demoPeople } from './people.ts'
import { insertCampaign, insertDecisions, insertPlans } from './plan.queries.ts'
import { demoDeciders, demoPlans } from './plans.ts'
import { prepareRegister } from './prepare-register.ts'
import { type DemoUnit, demoUnits } from './province.ts'
import { playRequests } from './requests.ts'
import { idOf } from './seeded.ts'
import { playService } from './service.ts'

/** The folder holds real data: a demonstration must not be mixed into it. */
class NotADemonstration extends Error {}

export interface DemoStage {
  demonstration: Demonstration
  units: DemoUnit[]
  people: DemoPerson[]
}

/** Sets up the invented province in an empty database by one transaction; a second time it is only found. */
export async function prepareDemo(
  { database, vault }: Installation,
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
    onStep('preparing the campaign and its plans')
    for (const campaign of demoCampaigns(units)) await insertCampaign(db, campaign)
    await insertPlans(db, CAMPAIGN_ID, demoPlans(units, people))
    await insertDecisions(db, CAMPAIGN_ID, demoDeciders(people))
    const register = await prepareRegister({ db, vault, now }, { units, people }, onStep)
    await insertShownLogIns(db, people, { passwordHash, now })
    onStep('preparing requests under their promises')
    await playRequests({ db, vault }, people, now)
    await playNotices({ db, vault }, people, now)
    onStep('preparing officers, needs, work for key customers and care')
    await playService({ db, vault }, { people, register }, now)
    await playKeyCustomers({ db, vault }, { people, register }, now)
    await playCare({ db, vault }, { people, register }, now)
    const keyDigest = createHash('sha256').update(made.displayKey).digest()
    await insertWall(db, {
      displayId: idOf('wall', DECIDED_AT),
      unit: units[0] as DemoUnit,
      keyDigest,
      now,
    })
    await insertDemonstration(db, made, now)
    const { path, cityCode } = units[0] as DemoUnit
    const subject = { id: CAMPAIGN_ID, path, cityCode }
    const details = {
      units: units.length,
      people: people.length,
      customers: register.length,
    }
    const actor = { ...NOBODY, name: 'nuandeng demo' }
    await record({ db, actor, now }, 'demonstration.prepared', subject, details)
    return made
  })
  return { demonstration, units, people }
}

function newDemonstration(people: readonly DemoPerson[]): Demonstration {
  return {
    campaignId: CAMPAIGN_ID,
    password: randomBytes(9).toString('base64url'),
    displayKey: randomBytes(24).toString('base64url'),
    accounts: people.flatMap(({ isShown, loginName, role, also, unit }) =>
      isShown && role ? [{ loginName, role, also, unitName: unit.name }] : [],
    ),
  }
}
