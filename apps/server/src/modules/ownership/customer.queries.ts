import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface CustomerPlace {
  customerId: string
  cityCode: string
  unitId: string
  path: string
}

/** A customer in reach. */
export function findCustomerPlace(db: Db, customerId: string) {
  return db.maybe<CustomerPlace>(sql`
    select customer_id, city_code, unit_id, unit_path::text as path from customer
    where customer_id = ${customerId}`)
}
