import { saveImportProfileRoute, startImportRoute, stopImportRoute } from '@nuandeng/contract'
import { allTargets } from '../src/import-targets.ts'
import { type Workshop, workOff } from '../src/modules/imports/index.ts'
import { spoolOf } from '../src/modules/imports/spool.ts'
import { newId } from '../src/platform/ids.ts'
import { andMore } from './and-more.ts'
import { aPerson, type TestServer } from './harness.ts'

/** What works on the runs of a test server, which has no jobs. */
export function workshopOf(server: TestServer): Workshop {
  const { database, vault, settings } = server.installation
  return {
    ...{ database, vault, targets: allTargets, spool: spoolOf(settings.dataDir) },
    dataDir: settings.dataDir,
    now: () => server.clock.now,
    onError: (error) => {
      throw error
    },
  }
}

/** Works on all runs that wait. */
export async function workOffRuns(server: TestServer, signal = new AbortController().signal) {
  await workOff(workshopOf(server), true, signal)
  await workOff(workshopOf(server), false, signal)
}

export const CHOICES = { sheet: null, headerRow: 1, map: { number: '编号', text: '内容' } }

/** Lists of opinions at the first station, sent by its office. */
export async function importsAt(server: TestServer) {
  const { unitId } = server.units.station
  const anOffice = () => aPerson(server, server.units.station, 'office')
  const aNewList = () => ({ fileId: newId(), target: 'opinions', unitId, fileName: '意见.csv' })
  const aNewRun = () => ({ runId: newId(), isDryRun: true, ...CHOICES })
  const aNewProfile = () => {
    const profileId = newId()
    const headings = ['编号', '内容']
    const { map } = CHOICES
    return { profileId, target: 'opinions', unitId, name: `热线 ${profileId}`, headings, map }
  }
  const send = async (list?: string) => {
    const office = await anOffice()
    const file = aNewList()
    mustBeDone(await office.upload(file, list))
    return { office, fileId: file.fileId }
  }
  const run = async (list?: string) => {
    const { office, fileId } = await send(list)
    const wanted = aNewRun()
    mustBeDone(await office.call(startImportRoute, { ...wanted, fileId }))
    return { office, runId: wanted.runId }
  }
  return {
    aNewList,
    aNewRun,
    aNewProfile,
    aList: andMore(async () => ({ fileId: (await send()).fileId })),
    aProfile: andMore(async () => {
      const profile = aNewProfile()
      mustBeDone(await (await anOffice()).call(saveImportProfileRoute, profile))
      return { profileId: profile.profileId }
    }),
    aRun: andMore(async () => ({ runId: (await run()).runId })),
    aStoppedRun: andMore(async () => {
      const { office, runId } = await run()
      mustBeDone(await office.call(stopImportRoute, { runId }))
      return { runId }
    }),
    aRunWithErrors: andMore(async () => {
      const { runId } = await run('编号,内容\n1,\n')
      await workOffRuns(server)
      return { runId }
    }),
  }
}

function mustBeDone({ status, body }: { status: number; body: unknown }) {
  if (status !== 200) throw new Error(JSON.stringify(body))
}
