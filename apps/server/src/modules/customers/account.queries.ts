import type { CustomerClass, SupplyArea, UseCategory } from '@nuandeng/domain'
import { sql } from 'kysely'
import { type Db, keepPlan } from '../../platform/db.ts'

/** What other work takes from the file of an account. */
export interface AccountFile {
  customerId: string
  unitPath: string
  customerClass: CustomerClass | null
  /** The government's power department decided on a grade of importance (trap 21): a proposal is none. */
  isImportant: boolean
  supplyArea: SupplyArea | null
}

/**
 * The file of an account in a city, that of the customer it was merged into where it was. As the system: whoever
 * asks learns of it what they may, and no more.
 */
export function findAccountFile(db: Db, cityCode: string, accountNo: string) {
  return db.asSystem(() =>
    db.maybe<AccountFile>(sql`
      select k.customer_id, k.unit_path::text as unit_path, k.class as customer_class,
        k.grade_decided_by is not null as is_important, k.supply_area
      from customer c join customer k on k.customer_id = coalesce(c.merged_into_id, c.customer_id)
        and k.city_code = c.city_code
      where c.city_code = ${cityCode} and c.account_no = ${accountNo}`),
  )
}

/** The file of an account in a city, where the actor may see it. */
export function findAccountInReach(db: Db, cityCode: string, accountNo: string) {
  return db.maybe<{
    customerId: string
    supplyArea: SupplyArea | null
    useCategory: UseCategory | null
  }>(
    keepPlan(sql`
      select customer_id, supply_area, use_category from customer
      where city_code = ${cityCode} and account_no = ${accountNo} and merged_into_id is null`),
  )
}
