import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** Customers of whom something stands that a rule found who asks who lives alone, in pages. */
export function listCareSubjects(db: Db, after: string, limit: number) {
  return db.rows<{ customerId: string }>(sql`
    select customer_id from signal where asks_care(rule_kind) and customer_id > ${after}::uuid
    union select customer_id from signal_verdict where asks_care(rule_kind) and customer_id > ${after}::uuid
    order by customer_id limit ${limit}`)
}

/** Erases what such rules found of these customers, and what visits found; by city how many signals went. */
export async function deleteCareSignals(db: Db, customerIds: readonly string[]) {
  await db.run(sql`
    delete from signal_verdict where asks_care(rule_kind) and customer_id = any (${customerIds}::uuid[])`)
  return db.rows<{ cityCode: string; path: string; signals: number }>(sql`
    with gone as (
      delete from signal where asks_care(rule_kind) and customer_id = any (${customerIds}::uuid[])
      returning customer_id, city_code)
    select city_code, subpath(c.unit_path, 0, least(nlevel(c.unit_path), 2))::text as path, count(*) as signals
    from gone g join customer c using (customer_id, city_code) group by 1, 2`)
}
