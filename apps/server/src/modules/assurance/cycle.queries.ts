import type { CycleGrade, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface CycleRow {
  grade: CycleGrade
  months: number
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
}

/** The cycles that were set for a path: of each grade that of the lowest unit. */
export function listCycles(db: Db, path: string) {
  return db.rows<CycleRow>(sql`
    select distinct on (i.grade) i.grade, i.months, u.unit_id, u.kind as unit_kind, u.name as unit_name,
      u.path::text as unit_path
    from inspection_cycle i join unit u on u.unit_id = i.unit_id
    where i.unit_path @> ${path}::ltree
    order by i.grade, nlevel(i.unit_path) desc`)
}

export async function setCycle(
  db: Db,
  cycle: {
    cityCode: string
    unitId: string
    path: string
    grade: CycleGrade
    months: number
    byName: string
  },
  at: Date,
) {
  await db.run(sql`
    insert into inspection_cycle (city_code, unit_id, unit_path, grade, months, set_by_name, set_at)
    values (${cycle.cityCode}, ${cycle.unitId}, ${cycle.path}::ltree, ${cycle.grade}, ${cycle.months},
      ${cycle.byName}, ${at})
    on conflict (unit_id, grade, city_code) do update set months = excluded.months,
      set_by_name = excluded.set_by_name, set_at = excluded.set_at`)
}
