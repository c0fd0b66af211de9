import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** An opinion (意见与建议) ready to be stored. */
export interface NewOpinion {
  cityCode: string
  opinionId: string
  unitId: string
  unitPath: string
  source: string
  number: string
  place: string | null
  topic: string | null
  text: string
  category: string | null
  saidAt: Date | null
  contactSealed: string | null
  contactMasked: { name: string | null; phone: string | null } | null
  digest: string
}

/** What is stored under the same source and number. */
export function listStoredOpinions(
  db: Db,
  keys: readonly { cityCode: string; source: string; number: string }[],
) {
  return db.rows<{
    cityCode: string
    opinionId: string
    source: string
    number: string
    digest: string
  }>(sql`
    select o.city_code, o.opinion_id, o.source, o.number, o.digest
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k("cityCode" text, source text, number text)
    join opinion o on o.city_code = k."cityCode" and o.source = k.source and o.number = k.number`)
}

/** Writes new opinions, and over those that changed. */
export async function writeOpinions(db: Db, rows: readonly NewOpinion[], at: Date) {
  await db.run(sql`
    insert into opinion (city_code, opinion_id, unit_id, unit_path, source, number, place, topic, text,
      category, said_at, contact_sealed, contact_masked, digest, received_at)
    select "cityCode", "opinionId", "unitId", "unitPath"::ltree, source, number, place, topic, text,
      category, "saidAt", "contactSealed", "contactMasked", digest, ${at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n("cityCode" text, "opinionId" uuid,
      "unitId" uuid, "unitPath" text, source text, number text, place text, topic text, text text,
      category text, "saidAt" timestamptz, "contactSealed" text, "contactMasked" jsonb, digest text)
    on conflict (city_code, opinion_id) do update set unit_id = excluded.unit_id,
      unit_path = excluded.unit_path, place = excluded.place, topic = excluded.topic, text = excluded.text,
      category = excluded.category, said_at = excluded.said_at, contact_sealed = excluded.contact_sealed,
      contact_masked = excluded.contact_masked, digest = excluded.digest`)
}
