import {
  createCustomerRoute,
  editCustomerRoute,
  getCustomerRoute,
  revealCustomerRoute,
} from '@nuandeng/contract'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { aPerson, aServer } from '../../../test/harness.ts'
import type { Db } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { keeperOf } from './keeper.ts'

const server = aServer()
let head: Awaited<ReturnType<typeof aPerson>>
beforeAll(async () => {
  head = await aPerson(server, server.units.station, 'station-head')
})

let count = 0
const aNew = () => ({
  ...{ customerId: newId(), unitId: server.units.station.unitId, name: '王小明' },
  ...{ accountNo: `K${++count}`, customerClass: 'C2' as const },
})

test('kin and a village contact are no people of a file: they stand in the protected store, on their consent', async () => {
  for (const role of ['kin', 'village-contact'] as never[]) {
    const people = [{ role, name: '王大明', phone: '13900000001' }]
    expect(await head.call(createCustomerRoute, { ...aNew(), people })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'people[0].role' }] },
    })
  }
})

test('kin of a file from before are shown to nobody, and the next change erases them', async () => {
  const { customerId } = aNew()
  const people = [
    { role: 'contact' as const, name: '王小明', phone: '13800000000' },
    { role: 'decision-maker' as const, name: '王大明' },
  ]
  await head.call(createCustomerRoute, { ...aNew(), customerId, people })
  const { vault, database } = server.installation
  const keeper = keeperOf(vault)
  const inStore = (db: Db) =>
    db.one<{ sealed: string; masked: unknown[] }>(sql`
      select people_sealed as sealed, people_masked as masked from customer where customer_id = ${customerId}`)
  const kin = { role: 'kin', name: '王二明', phone: '13900000002' }
  await database.transact('system', async (db) => {
    const all = [...keeper.open(customerId, (await inStore(db)).sealed), kin]
    const sealed = vault.seal(JSON.stringify(all), `customer:${customerId}`)
    await db.run(sql`
      update customer set people_sealed = ${sealed}, people_masked = people_masked || ${JSON.stringify([kin])}::jsonb
      where customer_id = ${customerId}`)
  })
  const twoOthers = [{ role: 'contact' }, { role: 'decision-maker' }]
  const { body } = await head.call(getCustomerRoute, { customerId })
  expect(body).toMatchObject({ people: twoOthers })
  expect(await head.call(revealCustomerRoute, { customerId, purpose: '核对联系人' })).toMatchObject(
    { status: 200, body: { people: twoOthers } },
  )
  await head.call(editCustomerRoute, { customerId, version: 1, remark: '更正' })
  const { sealed, masked } = await database.transact('system', inStore)
  expect(vault.open(sealed, `customer:${customerId}`)).not.toContain('王二明')
  expect(masked).toHaveLength(2)
})
