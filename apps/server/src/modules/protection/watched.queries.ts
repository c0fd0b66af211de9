import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface WatchableFlag {
  flagId: string
  /** Of a file that was merged the one that was kept. */
  customerId: string
  accountNo: string
  sealed: string
  expiresOn: PlainDate
}

/** The flags of a city by the digests of their kind, of accounts that are open, in pages. */
export function listFlagsOfKind(
  db: Db,
  wanted: { cityCode: string; tokens: readonly Buffer[]; after: string; limit: number },
) {
  return db.rows<WatchableFlag>(sql`
    select f.flag_id, f.sealed, f.expires_on, k.customer_id, k.account_no
    from care_flag f join customer c using (customer_id, city_code)
    join customer k on k.customer_id = coalesce(c.merged_into_id, c.customer_id) and k.city_code = c.city_code
    where f.city_code = ${wanted.cityCode} and f.kind_index = any (${wanted.tokens}::bytea[])
      and k.status <> 'closed' and f.flag_id > ${wanted.after}::uuid
    order by f.flag_id limit ${wanted.limit}`)
}

/** The flags about these customers, those of files that were merged into theirs too; of accounts that are open. */
export function listFlagsAbout(db: Db, customerIds: readonly string[]) {
  return db.rows<WatchableFlag>(sql`
    select f.flag_id, f.sealed, f.expires_on, k.customer_id, k.account_no
    from unnest(${customerIds}::uuid[]) as wanted(customer_id) join customer k using (customer_id)
    join customer c on c.city_code = k.city_code and (c.customer_id = k.customer_id or c.merged_into_id = k.customer_id)
    join care_flag f on f.customer_id = c.customer_id and f.city_code = c.city_code
    where k.status <> 'closed'`)
}
