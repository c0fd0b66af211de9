import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  closeDayRoute,
  getDayTotalsRoute,
  type NewFieldRecord,
  recordFieldworkBatchRoute,
  revealContactRoute,
  signInRoute,
} from '@nuandeng/contract'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { buildApp } from '../src/app.ts'
import type { Database } from '../src/platform/db.ts'
import { newId } from '../src/platform/ids.ts'
import { openVault } from '../src/platform/vault.ts'
import { depsOf } from '../src/start.ts'
import { backupFactory, countTables, everything } from './backup-factory.ts'
import { aCampaign } from './campaign-factory.ts'
import { aPerson, aServer, as } from './harness.ts'
import { recordFactory } from './record-factory.ts'
import { anAccount, PASSWORD } from './sign-in-factory.ts'

// Each restore builds a whole schema: slow where the machine is busy.
vi.setConfig({ testTimeout: 120_000 })

const server = aServer()

const { folder, back, anEmptyPlace } = backupFactory(server)
let campaign: Awaited<ReturnType<typeof aCampaign>>
let office: Awaited<ReturnType<typeof aPerson>>
let visit: NewFieldRecord
let account: Awaited<ReturnType<typeof anAccount>>

/** Values that a careless format would break: a line end, a backslash, a tab, an end mark, no value. */
const REMARK = '第一行\n第二行\t\\N \\. "引号" 𠮷'

beforeAll(async () => {
  campaign = await aCampaign(server)
  account = await anAccount(server)
  const { aVisit, anOpinion, leaflets, aPersonSent } = recordFactory(server, campaign)
  visit = aVisit({ remark: REMARK, contact: { name: '张示例', phone: '13800000000' } })
  const records = [visit, anOpinion(), leaflets(), aPersonSent()]
  office = await aPerson(server, server.units.province, 'office')
  const sent = await office.call(recordFieldworkBatchRoute, { records })
  expect(sent.body).toMatchObject({ refused: [] })
  expect(await office.call(closeDayRoute, campaign)).toMatchObject({ status: 200 })
  await back()
})

test('a restored installation is the same row by row, and people log in and see the same totals', async () => {
  const { database, dataDir, restore } = await anEmptyPlace()
  const before = await everything(server.database)
  expect(before.field_record).toHaveLength(4)
  const done = await restore()
  expect(done).toMatchObject({ tables: Object.keys(before).length, migrated: 0 })
  expect(await everything(database)).toEqual(before)

  const settings = { ...server.installation.settings, dataDir }
  const installation = { settings, database, vault: openVault(dataDir), close: database.close }
  const app = await buildApp(depsOf(installation, undefined, server.live, () => server.clock.now))
  onTestFinished(() => app.close())
  const restored = { ...server, app, database, installation }
  const { loginName } = account
  expect(await as(restored).call(signInRoute, { loginName, password: PASSWORD })).toMatchObject({
    status: 200,
  })
  // A session that was open when the backup was taken is open after it.
  const totals = await office.call(getDayTotalsRoute, campaign)
  expect(totals).toMatchObject({ status: 200, body: { totals: { customers: 1, opinions: 1 } } })
  expect(await as(restored, office.token).call(getDayTotalsRoute, campaign)).toEqual(totals)
  const { recordId } = visit
  expect(
    await as(restored, office.token).call(revealContactRoute, {
      recordId,
      purpose: '回访核实情况',
    }),
  ).toMatchObject({ status: 200, body: { phone: '13800000000' } })
})

test('a login that only owns its database restores, and backs up every row', async () => {
  const { database, restore } = await anEmptyPlace({ asPlainLogin: true })
  await restore()
  const { rows } = await database.pool.query(
    'select rolsuper or rolcreaterole or rolbypassrls as "isMore" from pg_roles where rolname = current_user',
  )
  expect(rows).toEqual([{ isMore: false }])
  const before = await everything(server.database)
  expect(await everything(database)).toEqual(before)
  const count = Object.values(before).reduce((sum, found) => sum + found.length, 0)
  const file = join(folder, 'plain.backup')
  expect(await back({ pool: database.pool, file })).toMatchObject({ rows: count })
})

test('row-level security holds after a restore as before it', async () => {
  const { database, restore } = await anEmptyPlace()
  await restore()
  const shape = async ({ pool }: Database) =>
    (
      await pool.query(
        "select relname, relrowsecurity, relforcerowsecurity from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
      )
    ).rows
  expect(await shape(database)).toEqual(await shape(server.database))
})

test('a backup of an older schema is migrated onward, one of a newer schema is refused', async () => {
  const old = await anEmptyPlace()
  await old.restore()
  // The installation as it was before its last migration, and the one that this version will not know.
  await old.database.pool.query(
    "drop table demonstration; delete from migration where name = '0008_demonstration.sql'",
  )
  const older = join(folder, 'older.backup')
  const { pool } = old.database
  await back({ pool, file: older })
  const onward = await anEmptyPlace()
  expect(await onward.restore(older)).toMatchObject({ migrated: 1 })
  const { migration: _ran, ...rows } = await everything(onward.database)
  const { migration: _before, ...expected } = await everything(server.database)
  expect(Object.keys(rows)).toEqual(Object.keys(expected))
  expect(rows.field_record).toEqual(expected.field_record)

  await pool.query("insert into migration (name, digest) values ('9999_to_come.sql', 'x')")
  const newer = join(folder, 'newer.backup')
  await back({ pool, file: newer, program: '9.9.9' })
  const place = await anEmptyPlace()
  await expect(place.restore(newer)).rejects.toThrow(
    'the backup is from a newer version (Nuandeng 9.9.9): this one does not know the migration 9999_to_come.sql',
  )
  expect(await countTables(place.database)).toBe(0)
})

test('a backup shows one moment: what is written while it is taken is not in it', async () => {
  const during = join(folder, 'during.backup')
  const { pool } = server.database
  let written = false
  const onTable = async () => {
    if (written) return
    written = true
    await pool.query(
      `insert into unit (unit_id, parent_id, kind, code, name, path, city_code, valid_from)
       values ($1, $2, 'city', 'C9', '后来的公司', 'HA.C9', '410900', '2000-01-01')`,
      [newId(), server.units.province.unitId],
    )
  }
  await back({ file: during, onTable })
  expect(written).toBe(true)
  const { database, restore } = await anEmptyPlace()
  await restore(during)
  const code = "select code from unit where code in ('C1', 'C9') order by code"
  expect((await pool.query(code)).rows).toEqual([{ code: 'C1' }, { code: 'C9' }])
  expect((await database.pool.query(code)).rows).toEqual([{ code: 'C1' }])
})

test('until a backup is whole its name holds the one before, also after a failure', async () => {
  const file = join(folder, 'nightly.backup')
  await back({ file })
  const before = readFileSync(file)
  const during: boolean[] = []
  const onTable = (table: string) => {
    during.push(existsSync(`${file}.partial`) && readFileSync(file).equals(before))
    if (table === 'unit') throw new Error('the disk is full')
  }
  await expect(back({ file, onTable })).rejects.toThrow('the disk is full')
  expect(new Set(during)).toEqual(new Set([true]))
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(existsSync(`${file}.partial`)).toBe(false)
})

test('the schema has no sequence, whose state a backup would not hold', async () => {
  const { rows } = await server.database.pool.query(
    "select relname from pg_class where relkind = 'S'",
  )
  expect(rows).toEqual([])
})
