import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  eraseImportFileRoute,
  getImportRunRoute,
  listImportRunsRoute,
  listImportTargetsRoute,
  readImportFileRoute,
  startImportRoute,
} from '@nuandeng/contract'
import { ROLE_PERMISSIONS, ROLES } from '@nuandeng/domain'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { aPerson, aServer } from '../../../test/harness.ts'
import { CHOICES, workOffRuns, workshopOf } from '../../../test/import-factory.ts'
import { aRunRoom, LIST } from '../../../test/run-room.ts'
import { importTargets } from '../../import-targets.ts'
import { newId } from '../../platform/ids.ts'
import { eraseOld, KEPT_HOURS, workOff } from './index.ts'

const server = aServer()
const room = aRunRoom(server)
const { spool, aList, ask, look, hasSample, kindsOf } = room

test('rows of a dry run are shown to who started it alone, and lie sealed', async () => {
  const runId = await ask(await aList('编号,内容\nQ7,只给本人看\n'), true)
  await workOffRuns(server)
  const other = await aPerson(server, server.units.station, 'office')
  const reply = await other.call(getImportRunRoute, { runId })
  expect(reply).toMatchObject({ status: 200, body: { run: { created: 1 }, sample: null } })
  const [row] = await server.database.transact('system', (db) =>
    db.rows(sql`select * from import_run where run_id = ${runId}`),
  )
  expect(JSON.stringify(row)).not.toContain('只给本人看')
})

describe('the list of runs', () => {
  test('is filtered, and turns its pages', async () => {
    const clerk = await aPerson(server, server.units.foreign, 'office')
    const { unitId } = server.units.foreign
    const fileId = newId()
    await clerk.upload({ fileId, target: 'opinions', unitId, fileName: '清单.csv' })
    const ids: string[] = []
    for (const isDryRun of [true, false, true]) {
      const runId = newId()
      ids.unshift(runId)
      server.clock.now = new Date(server.clock.now.getTime() + 1000)
      await clerk.call(startImportRoute, { runId, fileId, isDryRun, ...CHOICES })
    }
    await workOff(workshopOf(server), true, new AbortController().signal)
    const list = async (filter: object) => {
      const { status, body } = await clerk.call(listImportRunsRoute, filter)
      expect(status).toBe(200)
      const page = body as { items: { runId: string }[]; next: string | null }
      return { ids: page.items.map(({ runId }) => runId), next: page.next }
    }
    expect((await list({})).ids).toEqual(ids)
    expect((await list({ kind: 'import' })).ids).toEqual([ids[1]])
    expect((await list({ kind: 'dry-run' })).ids).toEqual([ids[0], ids[2]])
    expect((await list({ state: 'waiting' })).ids).toEqual([ids[1]])
    expect((await list({ target: 'opinions', unitId })).ids).toEqual(ids)
    const first = await list({ limit: 2 })
    expect(first.ids).toEqual(ids.slice(0, 2))
    expect(await list({ limit: 2, cursor: first.next })).toEqual({ ids: [ids[2]], next: null })
    await workOffRuns(server)
  })

  test('shows nobody the runs of a target that they may not import into', async () => {
    await ask(await aList(LIST), true)
    const admin = await aPerson(server, server.units.province, 'system-admin')
    expect(await admin.call(listImportRunsRoute, {})).toMatchObject({ body: { items: [] } })
    const targets = await admin.call(listImportTargetsRoute, {})
    expect(targets.body).toMatchObject({ items: [{ target: 'organisation' }] })
    await workOffRuns(server)
  })
})

describe('keeping', () => {
  test('a list that nobody uses is erased when its time is over, and so is a workbook', async () => {
    const fileId = await aList(LIST)
    const runId = await ask(await aList(LIST), false)
    const dryId = await ask(await aList('编号,内容\nQ8,一\n'), true)
    await workOffRuns(server)
    expect(await hasSample(dryId)).toBe(true)
    const hoursLater = async (hours: number) => {
      server.clock.now = new Date(server.clock.now.getTime() + hours * 3_600_000)
      await room.changeOffice()
      await eraseOld(workshopOf(server))
    }
    await hoursLater(KEPT_HOURS - 1)
    expect(readdirSync(spool())).toEqual(expect.arrayContaining([fileId, `${runId}.errors`]))
    await hoursLater(2)
    expect(existsSync(join(spool(), fileId))).toBe(false)
    expect(existsSync(join(spool(), `${runId}.errors`))).toBe(false)
    expect(await kindsOf(fileId)).toEqual(['import.uploaded', 'import.erased'])
    expect((await look(runId)).run.hasWorkbook).toBe(false)
    expect(await hasSample(dryId)).toBe(false)
    const start = { runId: newId(), fileId, isDryRun: true, ...CHOICES }
    expect(await room.office.call(startImportRoute, start)).toMatchObject({
      status: 409,
      body: { code: 'list-erased' },
    })
    expect(await room.office.call(readImportFileRoute, { fileId })).toMatchObject({ status: 409 })
  })

  test('a list is erased on demand, but not under a run', async () => {
    const fileId = await aList(LIST)
    const runId = await ask(fileId, true)
    const erase = () => room.office.call(eraseImportFileRoute, { fileId })
    expect(await erase()).toMatchObject({ status: 409, body: { code: 'list-in-use' } })
    await workOffRuns(server)
    expect(existsSync(join(spool(), `${runId}.errors`))).toBe(true)
    expect(await erase()).toMatchObject({ status: 200 })
    expect(existsSync(join(spool(), fileId))).toBe(false)
    expect(existsSync(join(spool(), `${runId}.errors`))).toBe(false)
  })
})

test('whoever holds the permission of a target may open the imports, and nobody else', () => {
  const permissions = importTargets.map(({ permission }) => permission)
  for (const role of ROLES) {
    const held = ROLE_PERMISSIONS[role]
    const may = permissions.some((permission) => held.includes(permission))
    expect([role, held.includes('import.run')]).toEqual([role, may])
  }
})
