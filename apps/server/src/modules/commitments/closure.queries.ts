import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import { type Db, keepPlan } from '../../platform/db.ts'

export interface ClosedDays {
  firstOn: PlainDate
  lastOn: PlainDate
}

/** The closures (停业) that hold at a unit: its own and those of the units above. */
export function listClosuresAt(db: Db, path: string) {
  return db.rows<ClosedDays>(
    keepPlan(sql`
      select first_on, last_on from local_closure
      where unit_path @> ${path}::ltree and lifted_at is null order by first_on, last_on`),
  )
}
