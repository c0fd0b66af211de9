import type { CallBackRules } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** The rules of the nearest unit at or above a path that set them. */
export function findCallBackRules(db: Db, path: string) {
  return db.maybe<CallBackRules & { unitName: string; setByName: string; setAt: Date }>(sql`
    select b.attempts, b.hours_apart, b.quiet_hours, u.name as unit_name, b.set_by_name, b.set_at
    from call_back_rule b join unit u using (unit_id)
    where b.unit_path @> ${path}::ltree order by nlevel(b.unit_path) desc limit 1`)
}

export async function saveCallBackRules(
  db: Db,
  unit: { unitId: string; path: string; cityCode: string },
  rules: CallBackRules,
  told: { at: Date; by: string },
) {
  await db.run(sql`
    insert into call_back_rule (city_code, unit_id, unit_path, attempts, hours_apart, quiet_hours, set_by_name, set_at)
    values (${unit.cityCode}, ${unit.unitId}, ${unit.path}::ltree, ${rules.attempts}, ${rules.hoursApart},
      ${JSON.stringify(rules.quietHours)}::jsonb, ${told.by}, ${told.at})
    on conflict (unit_id, city_code) do update set attempts = excluded.attempts, hours_apart = excluded.hours_apart,
      quiet_hours = excluded.quiet_hours, set_by_name = excluded.set_by_name, set_at = excluded.set_at`)
}
