import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** The tables of the store and the keys of their rows. */
const KEYS = {
  care_flag: 'flag_id',
  care_contact: 'contact_id',
  subject_request: 'request_id',
} as const
export type CareTable = keyof typeof KEYS
export const CARE_TABLES = Object.keys(KEYS) as CareTable[]

export interface Erased {
  id: string
  customerId: string
  cityCode: string
  path: string
}

/** Erases a batch of what is kept about customers whose account was closed: they moved. */
export function deleteOfClosed(db: Db, table: CareTable, limit: number) {
  const key = sql.ref(KEYS[table])
  return db.rows<Erased>(sql`
    with gone as (
      delete from ${sql.table(table)} where (${key}, city_code) in (
        select ${key}, city_code from ${sql.table(table)} join customer c using (customer_id, city_code)
        where c.status = 'closed' limit ${limit})
      returning ${key} as id, customer_id, city_code)
    select g.id, g.customer_id, g.city_code, c.unit_path::text as path
    from gone g join customer c using (customer_id, city_code)`)
}

/** Erases a batch of what expired, the oldest first, and tells where it stood. */
export function deleteExpired(db: Db, table: CareTable, today: PlainDate, limit: number) {
  const key = sql.ref(KEYS[table])
  return db.rows<Erased>(sql`
    with gone as (
      delete from ${sql.table(table)} where (${key}, city_code) in (
        select ${key}, city_code from ${sql.table(table)} where expires_on <= ${today}
        order by expires_on, city_code, ${key} limit ${limit})
      returning ${key} as id, customer_id, city_code)
    select g.id, g.customer_id, g.city_code, c.unit_path::text as path
    from gone g join customer c using (customer_id, city_code)`)
}
