import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  agreeToWatchRoute,
  grantCareFlagRoute,
  listRuleRunsRoute,
  startRuleRunRoute,
} from '@nuandeng/contract'
import type { CareKind, PlainDate } from '@nuandeng/domain'
import { beforeAll, expect } from 'vitest'
import { workOffRules } from '../src/modules/discovery/index.ts'
import { meteringFolder } from '../src/modules/metering/metering-folder.ts'
import { withDuck } from '../src/platform/duck.ts'
import { newId } from '../src/platform/ids.ts'
import { aNewFlag, WATCH } from './care-subjects.ts'
import { aCustomer } from './customer-factory.ts'
import { aPerson, type TestServer, type TestUnit } from './harness.ts'
import { writeState } from './meter-state-factory.ts'
import { anApprovedImpact, aPersonWithCare, EDITION, SILENCE, signalOf } from './signal-factory.ts'

export const NEWEST_DAY = '2011-10-14' as PlainDate
/** Newest first, in hundredths: 3.20 kWh a day, and four days of hardly anything after five weeks of it. */
export const LIVED = Array<number>(39).fill(320)
export const SILENT = [5, 4, 5, 3, ...LIVED.slice(4)]

type Days = Readonly<Record<string, readonly number[]>>

/** Households that live alone, with and without their consent to a watch, and runs of the rule over their days. */
export function aWatchRoom(server: TestServer) {
  let office: Awaited<ReturnType<typeof aPersonWithCare>>
  let officer: Awaited<ReturnType<typeof aPerson>>
  beforeAll(async () => {
    office = await aPersonWithCare(server, 'office', server.units.city)
    officer = await aPerson(server, server.units.province, 'care-officer')
  })

  async function aFlagged(kind: CareKind = 'living-alone', unit: TestUnit = server.units.station) {
    const made = await aCustomer(server, { unit })
    const flag = aNewFlag({ kind })
    const granted = { customerId: made.customerId, ...flag }
    expect(await officer.call(grantCareFlagRoute, granted)).toMatchObject({ status: 200 })
    return { ...made, flagId: flag.flagId }
  }

  async function aWatched(unit?: TestUnit) {
    const made = await aFlagged('living-alone', unit)
    const agreed = { flagId: made.flagId, consent: WATCH }
    expect(await officer.call(agreeToWatchRoute, agreed)).toMatchObject({ status: 200 })
    return made
  }

  /** Works on what waits, over these days of the first city. */
  async function workOff(days: Days, newestDay = NEWEST_DAY) {
    const { settings, vault } = server.installation
    const path = meteringFolder(settings.dataDir).statePath(server.units.city.cityCode)
    mkdirSync(dirname(path), { recursive: true })
    rmSync(path, { force: true })
    const months = Array<number>(25).fill(9000)
    const customers = Object.fromEntries(Object.keys(days).map((account) => [account, months]))
    const state = { newest: '2011-09', months: 25, customers, newestDay, days }
    await withDuck(path, { memoryMb: 200, threads: 1 }, (duck) => writeState(duck, state))
    const onError = (error: unknown) => {
      throw error
    }
    const { database, clock } = server
    const workshop = { database, vault, dataDir: settings.dataDir, now: () => clock.now, onError }
    await workOffRules(workshop, new AbortController().signal)
  }

  /** Runs the rule over these days of the first city; the run as the office sees it. */
  async function run(days: Days, newestDay?: string) {
    await anApprovedImpact(server, { ruleId: SILENCE })
    const { edition } = EDITION
    const runId = newId()
    const asked = { runId, cityUnitId: server.units.city.unitId, edition, ruleIds: [SILENCE] }
    expect(await office.call(startRuleRunRoute, asked)).toMatchObject({ status: 200 })
    await workOff(days, newestDay as PlainDate | undefined)
    const { body } = await office.call(listRuleRunsRoute, { limit: 200 })
    const runs = 'items' in body ? body.items : []
    const made = runs.find((one) => one.runId === runId)
    expect(made).toMatchObject({ state: 'done' })
    return { runId, counts: made?.counts[SILENCE] }
  }

  const hasSignal = ({ customerId }: { customerId: string }) =>
    signalOf(server, customerId, SILENCE).then(
      () => true,
      () => false,
    )

  const people = { office: () => office, officer: () => officer }
  return { ...people, aFlagged, aWatched, workOff, run, hasSignal, consent: WATCH }
}
