import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  assignOfficersRoute,
  closeDayRoute,
  createDisplayRoute,
  filePlanRoute,
  moveNeedRoute,
  recordFieldworkRoute,
  recordVerdictRoute,
  saveImportProfileRoute,
  saveOfficerCardRoute,
  savePlanRoute,
  setCallBackRulesRoute,
  setCustomerOfficerRoute,
  setInspectionCycleRoute,
} from '@nuandeng/contract'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { insertDemonstration } from '../src/demo/demo.queries.ts'
import { sealCity } from '../src/modules/audit/seal.ts'
import {
  insertClosure,
  insertNotice,
  setCalendarState,
} from '../src/modules/commitments/calendar.queries.ts'
import { insertCareCounts, insertRuleRun } from '../src/modules/discovery/signal-run.queries.ts'
import { insertVerdict, type VerdictRow } from '../src/modules/discovery/verdict.queries.ts'
import { recountDay } from '../src/modules/fieldwork/index.ts'
import { importList } from '../src/modules/imports/index.ts'
import { opinionTarget } from '../src/modules/opinions/index.ts'
import { findUnitByPath } from '../src/modules/organisation/index.ts'
import { insertIdentity } from '../src/modules/organisation/oidc.queries.ts'
import { entitlementTarget } from '../src/modules/protection/index.ts'
import { NOBODY } from '../src/platform/context.ts'
import { newId } from '../src/platform/ids.ts'
import { TODAY } from './access-subjects.ts'
import { assuranceAt } from './assurance-subjects.ts'
import { aCampaign, aPlan } from './campaign-factory.ts'
import { careAt } from './care-subjects.ts'
import { aCustomer, aDuplicatePair, aSpecialPlace } from './customer-factory.ts'
import { aPerson, type TestServer } from './harness.ts'
import { importsAt } from './import-factory.ts'
import { storedReadings } from './metering-factory.ts'
import { noticesAt } from './notice-subjects.ts'
import { aNewNeed, ownershipAt } from './ownership-subjects.ts'
import { recordFactory } from './record-factory.ts'
import { aWholeRequest } from './request-factory.ts'
import { requestsAt } from './request-subjects.ts'
import { anAccount } from './sign-in-factory.ts'
import { aSilence, SILENCE } from './signal-factory.ts'
import { aVerdict, signalsAt } from './signal-subjects.ts'

/** Puts rows of the first station into every table there is, and of no other unit; returns a person of them. */
export async function fillTables(server: TestServer) {
  const { units, database, clock } = server
  const { station } = units
  const person = await anAccount(server, { role: 'station-head' })
  const office = await aPerson(server, station, 'office')
  const day = await aCampaign(server, 'published', station)
  const planId = await aPlan(server, day.campaignId)
  const activity = { heldOn: TODAY, place: '书香小区', walkInType: 'W1', team: '服务队' }
  const activities = [{ ...activity, activityId: newId(), vehicles: 1, people: 2 }]
  const plan = { planId, targets: {}, activities, localFields: {} }
  const record = recordFactory(server, day).aVisit()
  const factory = await importsAt(server)
  const display = { displayId: newId(), unitId: station.unitId, name: '营业厅大屏' }
  for (const reply of [
    await person.call(savePlanRoute, plan),
    await person.call(filePlanRoute, { planId }),
    await person.call(recordFieldworkRoute, { record }),
    await office.call(createDisplayRoute, display),
    await office.call(closeDayRoute, day),
    await office.upload(factory.aNewList()),
    await office.call(saveImportProfileRoute, factory.aNewProfile()),
  ]) {
    expect(reply.status).toBe(200)
  }
  await miscount(server, 5)
  await aWholeRequest(server)
  await (await requestsAt(server)).aGreenSupply({})
  const { anOutage, anArrearsCase, aMobileService } = noticesAt(server, office)
  await anOutage({})
  await aMobileService({})
  await anArrearsCase({})
  const rules = { unitId: station.unitId, attempts: 3, hoursApart: 2, quietHours: [] }
  expect(await office.call(setCallBackRulesRoute, rules)).toMatchObject({ status: 200 })
  await recountDay(database, day, () => clock.now)
  await miscount(server, -5)
  const identity = { issuer: 'https://id.example', subject: 's-1', claim: '' }
  const told = { at: clock.now, by: '测试' }
  const demonstration = { ...day, password: 'demo', accounts: [], displayKey: 'demo' }
  await database.transact('system', async (db) => {
    await insertIdentity(db, identity, person.personId, clock.now)
    await insertDemonstration(db, demonstration, clock.now)
    await setCalendarState(db, TODAY, clock.now)
    await insertNotice(db, { year: 2027, daysOff: [TODAY], makeUpDays: [], source: '测试' }, told)
    await insertClosure(
      db,
      { closureId: newId(), firstOn: TODAY, lastOn: TODAY, reason: '测试' },
      station,
      told,
    )
  })
  await sealCity(server.installation, station.cityCode, clock.now)
  await takeInAList(server)
  await aCustomer(server)
  await aDuplicatePair(server)
  await aSpecialPlace(server)
  const care = await careAt(server)
  await care.aFlag({})
  await care.aContact({})
  await care.aRequest({})
  await ownAtStation(server)
  await assureAtStation(server, office)
  await storedReadings(server)
  await discoverAtStation(server)
  return person
}

/** Moves a counter by itself, so that the recount finds a difference. */
function miscount(server: TestServer, by: number) {
  return server.database.transact('system', (db) =>
    db.run(sql`update day_total set leaflets = leaflets + ${by}`),
  )
}

/** A customer with an officer by a rule, somebody away, and a need that moved on. */
async function ownAtStation(server: TestServer) {
  const own = await ownershipAt(server)
  const { unitId } = server.units.station
  const head = await aPerson(server, server.units.station, 'station-head')
  const { customerId } = await aCustomer(server)
  const { personId } = own.officer
  const { nextStep, nextStepOn } = aNewNeed()
  const step = { done: '已上门', nextStep, nextStepOn }
  await own.aRule()
  await own.anAbsence()
  for (const reply of [
    await head.call(setCustomerOfficerRoute, { customerId, officerId: personId, reason: '熟悉' }),
    await head.call(saveOfficerCardRoute, { personId, workPhone: '0371-00000000' }),
    await head.call(moveNeedRoute, await own.aNeed(step)),
    await head.call(assignOfficersRoute, { unitId, mode: 'gaps' }),
  ]) {
    expect(reply).toMatchObject({ status: 200 })
  }
}

/** A key customer that was inspected, one with a hazard, and the cycle of the station. */
async function assureAtStation(server: TestServer, office: Awaited<ReturnType<typeof aPerson>>) {
  const assurance = await assuranceAt(server)
  await assurance.anInspected()
  await assurance.aHazard({})
  const { unitId } = server.units.station
  const cycle = { unitId, grade: 'first' as const, months: 3 }
  expect(await office.call(setInspectionCycleRoute, cycle)).toMatchObject({ status: 200 })
}

/** A signal that was visited, an assessment of the station, and a run over its city. */
async function discoverAtStation(server: TestServer) {
  const signals = await signalsAt(server)
  const head = await aPerson(server, server.units.station, 'station-head')
  const visited = await signals.aSignalInHand(aVerdict())
  expect(await head.call(recordVerdictRoute, visited)).toMatchObject({ status: 200 })
  await signals.anImpact({})
  const { unitId, path, cityCode } = server.units.city
  const by = { askedBy: newId(), askedByName: '测试', askedAt: server.clock.now }
  const run = { runId: newId(), cityCode, unitId, path, edition: 'residents-1', ...by }
  const none = { found: 0, fresh: 0, again: 0, resting: 0, ended: 0, skipped: {}, notRun: null }
  await server.database.transact('system', async (db) => {
    await insertRuleRun(db, { ...run, ruleIds: ['vacant', SILENCE] })
    await insertCareCounts(db, run, SILENCE, none)
  })
  const { customerId } = await aSilence(server)
  await server.database.transact('system', (db) =>
    insertVerdict(db, verdictOfSilence(server, customerId)),
  )
}

/** What a visit found at somebody who lives alone. */
function verdictOfSilence({ units, clock }: TestServer, customerId: string): VerdictRow {
  const { verdictId, verdict, visitedOn, text } = aVerdict()
  return {
    ...{ cityCode: units.station.cityCode, verdictId, customerId, signalId: null },
    ...{ ruleId: SILENCE, ruleKind: 'silence', verdict, visitedOn, text },
    ...{ recordedBy: newId(), recordedByName: '测试', recordedAt: clock.now },
  }
}

/** One row that goes in, and one that is refused. */
async function takeInAList(server: TestServer) {
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-rows-'))
  try {
    await importInto(server, join(folder, 'opinions.csv'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function importInto(server: TestServer, path: string) {
  const { database, vault, units, clock } = { ...server, ...server.installation }
  writeFileSync(path, '编号,内容\r\n1,希望多设缴费点\r\n2,\r\n')
  const unit = await database.transact('system', (db) => findUnitByPath(db, units.station.path))
  if (!unit) throw new Error('the station is gone')
  const deps = { database, vault, now: () => clock.now, actor: { ...NOBODY, name: 'test' } }
  const list = { target: opinionTarget, unit, path, map: {}, isDryRun: false }
  expect(await importList(deps, list)).toMatchObject({ created: 1, rejected: 1 })
  const { accountNo } = await aCustomer(server)
  writeFileSync(path, `月份,类别,姓名,户号\r\n2011-10,低保,测试客户,${accountNo}\r\n`)
  const entitlements = { ...list, target: entitlementTarget }
  expect(await importList(deps, entitlements)).toMatchObject({ created: 1 })
}
