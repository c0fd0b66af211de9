import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCustomerTimelineRoute } from '@nuandeng/contract'
import { afterAll, expect, test } from 'vitest'
import { aCustomer } from '../../../test/customer-factory.ts'
import { aPerson, aServer } from '../../../test/harness.ts'
import { NOBODY } from '../../platform/context.ts'
import { importList } from '../imports/index.ts'
import { findUnitByPath } from '../organisation/index.ts'
import { opinionTarget } from './index.ts'

const server = aServer()
const folder = mkdtempSync(join(tmpdir(), 'nuandeng-opinions-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let lists = 0

async function take(text: string, at: { path: string }) {
  const unit = await server.database.transact('system', (db) => findUnitByPath(db, at.path))
  if (!unit) throw new Error(`no unit ${at.path}`)
  const path = join(folder, `${lists++}.csv`)
  writeFileSync(path, text)
  const { database, vault } = server.installation
  return importList(
    { database, vault, now: () => server.clock.now, actor: { ...NOBODY, name: 'test' } },
    { target: opinionTarget, unit, path, map: {}, isDryRun: false },
  )
}

test('an opinion of a list that names the account stands in the timeline of its customer, and of no other', async () => {
  const { station, sibling } = server.units
  const worker = await aPerson(server, station, 'field-worker')
  const customer = await aCustomer(server)
  const other = await aCustomer(server)
  const list = `编号,户号,来源,内容,时间\n1,${customer.accountNo},热线,希望多设缴费点,2011-10-12\n2,,热线,没有户号,2011-10-12\n`
  expect(await take(list, station)).toMatchObject({ rows: 2, created: 2, rejected: 0 })
  expect(await take(list, station)).toMatchObject({ unchanged: 2 })
  // What another station took in is that station's, whatever account it names.
  await take(`编号,户号,来源,内容\n3,${customer.accountNo},热线,别的单位的清单\n`, sibling)
  const opinionsOf = async (customerId: string) => {
    const reply = await worker.call(getCustomerTimelineRoute, { customerId, group: 'opinion' })
    if (reply.status !== 200) throw new Error(JSON.stringify(reply))
    return reply.body.items
  }
  expect(await opinionsOf(customer.customerId)).toMatchObject([
    { source: 'opinion', text: '希望多设缴费点', who: '热线', at: '2011-10-11T16:00:00.000Z' },
  ])
  expect(await opinionsOf(other.customerId)).toEqual([])
})
