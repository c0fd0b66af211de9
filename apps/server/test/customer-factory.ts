import { sql } from 'kysely'
import { newId } from '../src/platform/ids.ts'
import type { TestServer } from './harness.ts'

let count = 0

/** A customer of a unit, stored as it stands; returns what names it. */
export async function aCustomer(
  { database, clock, units }: TestServer,
  {
    unit = units.station as { unitId: string; path: string; cityCode: string },
    accountNo = `4100${String(++count).padStart(6, '0')}`,
    name = '测试客户',
    address = '示例县示例路8号',
    customerClass = 'C2' as 'A' | 'B' | 'C1' | 'C2' | null,
  } = {},
) {
  const customerId = newId()
  await database.transact('system', (db) =>
    db.run(sql`
      insert into customer (city_code, customer_id, account_no, unit_id, unit_path, name, address, class,
        completeness, words, created_at, changed_at)
      values (${unit.cityCode}, ${customerId}, ${accountNo}, ${unit.unitId}, ${unit.path}::ltree, ${name},
        ${address}, ${customerClass}, 0, '', ${clock.now}, ${clock.now})`),
  )
  return { customerId, cityCode: unit.cityCode, accountNo }
}

/** Two customers that a search took for one, not decided on. */
export async function aDuplicatePair(server: TestServer) {
  const { station } = server.units
  const [one, other] = [await aCustomer(server), await aCustomer(server)]
  await server.database.transact('system', (db) =>
    db.run(sql`
      insert into duplicate_pair (city_code, customer_id, other_id, unit_path, reasons, score, state, found_at)
      values (${station.cityCode}, ${one.customerId}, ${other.customerId}, ${station.path}::ltree, '{phone}', 100,
        'open', ${server.clock.now})`),
  )
  return { customerId: one.customerId, otherId: other.customerId }
}

/** A nursing home of the first station. */
export async function aSpecialPlace({ database, clock, units: { station } }: TestServer) {
  const specialPlaceId = newId()
  await database.transact('system', (db) =>
    db.run(sql`
      insert into special_place (city_code, special_place_id, unit_id, unit_path, kind, name, address, created_at,
        changed_at)
      values (${station.cityCode}, ${specialPlaceId}, ${station.unitId}, ${station.path}::ltree, 'nursing-home',
        '示例敬老院', '示例县示例路1号', ${clock.now}, ${clock.now})`),
  )
  return { specialPlaceId }
}
