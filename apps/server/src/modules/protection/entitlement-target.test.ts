import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  countCareRoute,
  listCareCustomersRoute,
  listEntitlementListsRoute,
  lookAtCareRoute,
  renewCareFlagRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { CONSENT } from '../../../test/care-subjects.ts'
import { aCustomer } from '../../../test/customer-factory.ts'
import { aPerson, aServer, aUnit } from '../../../test/harness.ts'
import { NOBODY } from '../../platform/context.ts'
import { importList } from '../imports/index.ts'
import { findUnitByPath } from '../organisation/index.ts'
import { entitlementTarget } from './entitlement-target.ts'
import { expireCare } from './expire-care.ts'

const server = aServer()
const folder = mkdtempSync(join(tmpdir(), 'nuandeng-lists-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let count = 0
let station: Awaited<ReturnType<typeof aUnit>>
let officer: Awaited<ReturnType<typeof aPerson>>

/** A station of its own for each test. */
beforeEach(async () => {
  const parent = server.units.county
  const unit = { kind: 'station', code: `E${++count}`, name: '示例供电所', parent } as const
  station = await server.database.transact('system', (db) => aUnit(db, unit))
  officer = await aPerson(server, station, 'care-officer')
})

interface Options {
  month?: string
  kind?: string
  isDryRun?: boolean
  target?: typeof entitlementTarget
  file?: string
}

/** Imports rows of `户号,姓名,地址` as a list of a month. */
async function takeIn(rows: readonly string[], options: Options = {}) {
  const { month = '2011年10月', kind = '农村低保', isDryRun = false } = options
  const { target = entitlementTarget, file = `list-${++count}.csv` } = options
  const lines = rows.map((row) =>
    row.includes('!') ? row.replace('!', '') : `${month},${kind},${row}`,
  )
  const path = join(folder, file)
  writeFileSync(path, ['月份,类别,户号,姓名,地址', ...lines, ''].join('\r\n'))
  const { database, clock } = server
  const unit = await database.transact('system', (db) => findUnitByPath(db, station.path))
  if (!unit) throw new Error('the station is gone')
  const deps = {
    database,
    vault: server.installation.vault,
    now: () => clock.now,
    actor: { ...NOBODY, name: 'test' },
  }
  const list = { target, unit, path, map: {}, isDryRun }
  const report = await importList(deps, list)
  const { created, changed, unchanged, rejected, removed } = report
  return { counts: [created, changed, unchanged, rejected, removed], report }
}

const aHousehold = (name: string, more: object = {}) =>
  aCustomer(server, { unit: station, name, ...more })

const look = async (customerId: string) => {
  const { body } = await officer.call(lookAtCareRoute, { customerId, purpose: '核对' })
  if (!('flags' in body)) throw new Error(JSON.stringify(body))
  return body.flags
}
const lowIncome = async () => {
  const { body } = await officer.call(countCareRoute, { unitId: station.unitId })
  return 'items' in body ? body.items.find(({ kind }) => kind === 'low-income')?.customers : body
}
const codes = ({ report }: Awaited<ReturnType<typeof takeIn>>) =>
  report.errors.map(({ row, code }) => [row, code])

describe('a list of the civil affairs', () => {
  test('flags accounts by number, without consent and with its basis, until the month after next', async () => {
    const one = await aHousehold('张示例')
    expect((await takeIn([`${one.accountNo},张示例,`])).counts).toEqual([1, 0, 0, 0, 0])
    expect(await look(one.customerId)).toMatchObject([
      {
        ...{ kind: 'low-income', basis: 'entitlement-list', source: '民政部门', month: '2011-10' },
        ...{ consent: null, holderDiffers: false, expiresOn: '2011-12-01' },
      },
    ])
    expect(await officer.call(listEntitlementListsRoute, { unitId: station.unitId })).toMatchObject(
      {
        body: { items: [{ source: '民政部门', month: '2011-10', endsOn: '2011-12-01' }] },
      },
    )
    expect(await expireCare(server.installation, () => new Date('2011-12-01T00:00:00+08:00'))).toBe(
      1,
    )
    expect(await look(one.customerId)).toEqual([])
  })

  test('taken in again changes nothing; corrected, it erases who is on it no longer', async () => {
    const [one, two, three] = [
      await aHousehold('甲'),
      await aHousehold('乙'),
      await aHousehold('丙'),
    ]
    const rows = [`${one.accountNo},甲,`, `${two.accountNo},乙,`]
    expect((await takeIn(rows)).counts).toEqual([2, 0, 0, 0, 0])
    expect((await takeIn(rows)).counts).toEqual([0, 0, 2, 0, 0])
    const corrected = [`${two.accountNo},乙,`, `${three.accountNo},丙,`]
    expect((await takeIn(corrected, { isDryRun: true })).counts).toEqual([1, 0, 1, 0, 1])
    expect(await lowIncome()).toBe(2)
    expect((await takeIn(corrected)).counts).toEqual([1, 0, 1, 0, 1])
    expect(await look(one.customerId)).toEqual([])
    expect(await lowIncome()).toBe(2)
  })

  test('of the next month takes the place of the former; an older one is refused', async () => {
    const [one, two] = [await aHousehold('甲'), await aHousehold('乙')]
    await takeIn([`${one.accountNo},甲,`, `${two.accountNo},乙,`], { month: '2011-09' })
    expect((await takeIn([`${one.accountNo},甲,`])).counts).toEqual([0, 1, 0, 0, 1])
    expect(await look(one.customerId)).toMatchObject([
      { month: '2011-10', expiresOn: '2011-12-01' },
    ])
    const old = await takeIn([`${two.accountNo},乙,`], { month: '2011-09' })
    expect(codes(old)).toEqual([[2, 'older-list']])
    expect(await look(two.customerId)).toEqual([])
    expect(await look(one.customerId)).toMatchObject([{ month: '2011-10' }])
    expect(codes(await takeIn([`${one.accountNo},甲,`], { month: '2011-08' }))).toEqual([
      [2, 'too-old'],
    ])
    expect(codes(await takeIn([`${one.accountNo},甲,`], { month: '2011-11' }))).toEqual([
      [2, 'in-future'],
    ])
  })

  test('with a row that cannot be read erases nobody, who may be that row', async () => {
    const [one, two] = [await aHousehold('甲'), await aHousehold('乙')]
    await takeIn([`${one.accountNo},甲,`, `${two.accountNo},乙,`])
    const broken = await takeIn([`${one.accountNo},甲,`, `!十月,低保,${two.accountNo},乙,`])
    expect(broken.counts).toEqual([0, 0, 1, 1, 0])
    expect(await lowIncome()).toBe(2)
  })

  test('trap 17: names a tenant: with a number the flag says so and is found, without one nobody guesses', async () => {
    const landlord = await aHousehold('房东', { address: '示例村 ３组12号' })
    const tenant = await takeIn([`${landlord.accountNo},租客,`])
    expect(tenant.counts).toEqual([1, 0, 0, 0, 0])
    expect(await look(landlord.customerId)).toMatchObject([
      { holderDiffers: true, note: '名单姓名：租客' },
    ])
    const found = await officer.call(listCareCustomersRoute, { holderDiffers: 'true' })
    expect(found.body).toMatchObject({ items: [{ customerId: landlord.customerId }] })
    const same = await officer.call(listCareCustomersRoute, { holderDiffers: 'false' })
    expect(same.body).toMatchObject({ items: [] })
    const guess = await takeIn([',另一租客,示例村3组12号'])
    expect(codes(guess)).toEqual([[2, 'tenant-perhaps']])
  })

  test('without numbers matches name and address together, and refuses what is not one account', async () => {
    const one = await aHousehold('王示例', { address: '示例村 ３组12号' })
    await aHousehold('李示例', { address: '示例村5号' })
    await aHousehold('李示例', { address: '示例村5号' })
    const key = await aHousehold('示例厂', { customerClass: 'B' })
    const closed = await aHousehold('已销')
    await server.database.transact('system', (db) =>
      db.run(sql`update customer set status = 'closed' where customer_id = ${closed.customerId}`),
    )
    const foreign = await aCustomer(server, { unit: server.units.sibling, name: '外所' })
    const result = await takeIn([
      ',王示例,示例村3组12号',
      ',李示例,示例村5号',
      ',赵示例,没有的地址',
      ',钱示例,',
      `${key.accountNo},示例厂,`,
      `${closed.accountNo},已销,`,
      `${foreign.accountNo},外所,`,
    ])
    expect(result.counts).toEqual([1, 0, 0, 6, 0])
    expect(codes(result)).toEqual([
      [3, 'several-accounts'],
      [4, 'no-account'],
      [5, 'no-key'],
      [6, 'not-a-household'],
      [7, 'account-closed'],
      [8, 'no-account'],
    ])
    expect(await look(one.customerId)).toMatchObject([{ kind: 'low-income' }])
  })

  test('gives an account one flag of a kind; the second row is refused, again and again', async () => {
    const one = await aHousehold('甲')
    const rows = [`${one.accountNo},甲,`, `${one.accountNo},乙,`]
    const first = await takeIn(rows)
    expect([first.counts, codes(first)]).toEqual([[1, 0, 0, 1, 0], [[3, 'account-listed']]])
    const again = await takeIn(rows)
    expect([again.counts, codes(again)]).toEqual([[0, 0, 1, 1, 0], [[3, 'account-listed']]])
    expect((await takeIn([`${one.accountNo},甲,`], { kind: '五保户' })).counts).toEqual([
      1, 0, 0, 0, 1,
    ])
    expect(await look(one.customerId)).toMatchObject([{ kind: 'destitute' }])
  })

  test('is the only one who renews what it says', async () => {
    const one = await aHousehold('甲')
    await takeIn([`${one.accountNo},甲,`])
    const [flag] = await look(one.customerId)
    const renewal = { consent: CONSENT, expiresOn: '2012-10-14' as PlainDate }
    expect(
      await officer.call(renewCareFlagRoute, { flagId: flag?.flagId ?? '', ...renewal }),
    ).toMatchObject({ status: 409, body: { code: 'care-flag-of-list' } })
  })

  test('leaves no name and no kind in the journal of imports or in Events', async () => {
    const one = await aHousehold('独有姓名甲乙')
    await takeIn([`${one.accountNo},独有姓名甲乙,`, ',独有姓名丙丁,没有的地址'])
    const texts = await server.database.transact('system', (db) =>
      db.rows<{ row: string }>(sql`
        select t::text as row from event t union all select t::text from import_run t
        union all select t::text from import_fault t union all select t::text from care_flag t`),
    )
    const all = texts.map(({ row }) => row).join('\n')
    for (const word of ['独有姓名', 'low-income', '低保', one.accountNo]) {
      expect([word, all.includes(word)]).toEqual([word, false])
    }
  })
})

test('a list that is killed in its middle goes on, and only then takes the place of the former', async () => {
  const { cityCode, unitId, path } = station
  const code = `Q${count}`
  await server.database.transact('system', (db) =>
    db.run(sql`
      insert into customer (city_code, customer_id, account_no, unit_id, unit_path, name, class, completeness, words,
        created_at, changed_at)
      select ${cityCode}, gen_random_uuid(), ${code}::text || '-' || n, ${unitId}, ${path}::ltree, '户' || n, 'C2', 0, '',
        ${server.clock.now}, ${server.clock.now} from generate_series(1, 2500) n`),
  )
  const rows = Array.from({ length: 2500 }, (_, n) => `${code}-${n + 1},户${n + 1},`)
  expect((await takeIn(rows, { month: '2011-09' })).counts).toEqual([2500, 0, 0, 0, 0])
  let chunks = 0
  const killed: typeof entitlementTarget = {
    ...entitlementTarget,
    async write(...given) {
      if (++chunks === 2) throw new Error('killed')
      await entitlementTarget.write(...given)
    },
  }
  const file = `list-${++count}.csv`
  await expect(takeIn(rows.slice(0, 1500), { target: killed, file })).rejects.toThrow('killed')
  expect(await lowIncome()).toBe(2500)
  const resumed = await takeIn(rows.slice(0, 1500), { file })
  expect(resumed.report.resumedAfterRow).toBe(1001)
  expect(resumed.counts).toEqual([0, 1500, 0, 0, 1000])
  expect(await lowIncome()).toBe(1500)
})
