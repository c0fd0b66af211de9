import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createCustomerRoute,
  exportCustomersRoute,
  revealCustomerRoute,
  type SentOf,
} from '@nuandeng/contract'
import {
  CUSTOMER_CLASSES,
  GRADES,
  type PlainDate,
  SUPPLY_AREAS,
  tidyCell,
  USE_CATEGORIES,
  VOLTAGES,
} from '@nuandeng/domain'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { aPerson, aServer, requestFor } from '../../../test/harness.ts'
import { NOBODY } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { importList } from '../imports/index.ts'
import { findUnitByPath } from '../organisation/index.ts'
import { customerTarget } from './index.ts'

const server = aServer()
const folder = mkdtempSync(join(tmpdir(), 'nuandeng-round-trip-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NASTY = [
  ...[
    '㐂𠮷野家',
    '灯🏮👨‍👩‍👧',
    '=1+1',
    '+86',
    '-3',
    '@here',
    "'0012",
    "''=x",
    '0012',
    '1e5',
    'TRUE',
    '#N/A',
  ],
  ...[
    '甲,乙"丙"',
    '第一行\n第二行',
    '\t缩进',
    '_x000D_',
    '&amp;<b>',
    '２０１１',
    '\u00a0空\u3000',
    '\uFEFFbom',
  ],
]
const text = (max: number) =>
  fc
    .oneof(
      fc.constantFrom(...NASTY),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
    )
    .map((words) =>
      [...words]
        .filter((character) => character >= ' ')
        .slice(0, max)
        .join(''),
    )
    .filter((words) => tidyCell(words) !== '' && words.length <= max && !words.includes('**'))
const item = text(20).filter((words) => !/[、，,;；|\n]/.test(words))
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const day = (text: string) => text as PlainDate
const amount = fc.double({ min: 0, max: 1e6, noNaN: true })

type Customer = SentOf<typeof createCustomerRoute>
const aCustomer: fc.Arbitrary<Omit<Customer, 'customerId' | 'unitId' | 'accountNo'>> = fc.record({
  name: text(50),
  address: some(text(50)),
  customerClass: some(fc.constantFrom(...CUSTOMER_CLASSES)),
  tags: some(fc.array(item, { maxLength: 3 })),
  grade: some(fc.constantFrom(...GRADES)),
  useCategory: some(fc.constantFrom(...USE_CATEGORIES)),
  voltage: some(fc.constantFrom(...VOLTAGES)),
  capacityKva: some(amount),
  supplyArea: some(fc.constantFrom(...SUPPLY_AREAS)),
  connectedOn: some(fc.constantFrom(day('1978-01-01'), day('2011-10-15'), day('2024-02-29'))),
  isTemporary: some(fc.boolean()),
  remark: some(fc.oneof(text(50), fc.constantFrom('长'.repeat(10_000), `${'𠮷'.repeat(4999)}a`))),
  place: some(
    fc.record({
      longitude: fc.double({ min: 73, max: 136, noNaN: true }),
      latitude: fc.double({ min: 3, max: 54, noNaN: true }),
      datum: fc.constantFrom('WGS-84', 'GCJ-02'),
    }),
  ),
  people: some(
    fc.array(
      fc.record({
        role: fc.constantFrom('contact', 'duty-electrician', 'decision-maker'),
        name: some(text(20)),
        phone: fc.constantFrom('13800000000', '0371-12345678', '+8613900000001', '00001'),
        licenceNo: some(text(20)),
      }),
      { maxLength: 3 },
    ),
  ),
  details: fc.record(
    {
      supply: fc.record(
        {
          securityLoadKw: amount,
          sources: fc.uniqueArray(fc.record({ name: item }), {
            maxLength: 2,
            selector: ({ name }) => tidyCell(name),
          }),
          ownSupply: fc.record({ kw: amount, startMinutes: fc.nat(60) }, { requiredKeys: ['kw'] }),
        },
        { requiredKeys: [] },
      ),
      irrigation: fc.record(
        {
          wells: fc.nat(1000),
          season: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }),
        },
        { requiredKeys: [] },
      ),
      home: fc.record(
        {
          phases: fc.constantFrom(1, 3),
          hasBreaker: fc.boolean(),
          appliances: fc.array(item, { maxLength: 3 }),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  ),
}) as never

let count = 0

test.each(['csv', 'xlsx'] as const)(
  'what goes out by export as %s comes back unchanged',
  async (format) => {
    const { station, province } = server.units
    const office = await aPerson(server, province, 'office')
    const unit = await server.database.transact('system', (db) => findUnitByPath(db, province.path))
    if (!unit) throw new Error('the province is gone')
    const purpose = '核对; 逐户,\t备份'
    const deps = {
      ...{ database: server.database, vault: server.installation.vault },
      ...{ now: () => server.clock.now, actor: { ...NOBODY, name: 'test' } },
    }
    await fc.assert(
      fc.asyncProperty(fc.array(aCustomer, { minLength: 1, maxLength: 4 }), async (customers) => {
        const prefix = `00${format}${++count}-`
        for (const [i, customer] of customers.entries()) {
          const ids = { customerId: newId(), unitId: station.unitId, accountNo: `${prefix}${i}` }
          const reply = await office.call(createCustomerRoute, { ...customer, ...ids })
          expect(reply).toMatchObject({ status: 200 })
        }
        const query = { format, content: 'full' as const, purpose, search: prefix }
        const request = requestFor(exportCustomersRoute, query, { token: office.token })
        const { rawPayload } = await server.app.inject(request)
        const path = join(folder, `customers.${format}`)
        writeFileSync(path, rawPayload)
        const list = { target: customerTarget, unit, path, map: {}, isDryRun: false }
        const report = await importList(deps, list)
        const changes = await server.database.transact('system', (db) =>
          db.rows(sql`select details from event where kind = 'customer.imported'`),
        )
        const rows = customers.length
        expect({ report, changes }).toMatchObject({
          report: { rows, unchanged: rows, ignored: [], errors: [] },
          changes: [],
        })
      }),
      { numRuns: 25 },
    )
  },
)

test('an export that was masked cannot come back and overwrite what is known', async () => {
  const { station } = server.units
  const head = await aPerson(server, station, 'station-head')
  const customerId = newId()
  const customer = { customerId, unitId: station.unitId, accountNo: 'M-1', address: '示例巷8号' }
  await head.call(createCustomerRoute, { ...customer, name: '王', customerClass: 'C2' })
  const query = { format: 'csv' as const, purpose: '核对', search: 'M-1' }
  const request = requestFor(exportCustomersRoute, query, { token: head.token })
  const path = join(folder, 'masked.csv')
  writeFileSync(path, (await server.app.inject(request)).rawPayload)
  const unit = await server.database.transact('system', (db) => findUnitByPath(db, station.path))
  if (!unit) throw new Error('the station is gone')
  const list = { target: customerTarget, unit, path, map: {}, isDryRun: false }
  const { database, installation, clock } = server
  const deps = { database, vault: installation.vault, now: () => clock.now, actor: NOBODY }
  expect(await importList(deps, list)).toMatchObject({ rows: 1, rejected: 1, changed: 0 })
  expect(await head.call(revealCustomerRoute, { customerId, purpose: '核对' })).toMatchObject({
    body: { name: '王', address: '示例巷8号' },
  })
})
