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
  /** Tells opinions apart that bear the same number in lists without a source. */
  variant: string
  /** Of the customer who said it, where the list names one. */
  accountNo: string | null
  place: string | null
  topic: string | null
  text: string
  category: string | null
  saidAt: Date | null
  contactSealed: string | null
  contactMasked: { name: string | null; phone: string | null } | null
  digest: string
}

/** What an opinion is called in its list. */
export type ListName = Pick<NewOpinion, 'cityCode' | 'source' | 'number' | 'variant'>

/** What is stored under the same names. */
export function listStoredOpinions(db: Db, names: readonly ListName[]) {
  return db.rows<ListName & { opinionId: string; digest: string }>(sql`
    select o.city_code, o.opinion_id, o.source, o.number, o.variant, o.digest
    from jsonb_to_recordset(${JSON.stringify(names)}::jsonb)
      as k("cityCode" text, source text, number text, variant text)
    join opinion o on o.city_code = k."cityCode" and o.source = k.source and o.number = k.number
      and o.variant = k.variant`)
}

/** Writes new opinions, and over those that changed. */
export async function writeOpinions(db: Db, rows: readonly NewOpinion[], at: Date) {
  await db.run(sql`
    insert into opinion (city_code, opinion_id, unit_id, unit_path, source, number, variant, account_no,
      place, topic, text, category, said_at, contact_sealed, contact_masked, digest, received_at)
    select "cityCode", "opinionId", "unitId", "unitPath"::ltree, source, number, variant, "accountNo",
      place, topic, text, category, "saidAt", "contactSealed", "contactMasked", digest, ${at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n("cityCode" text, "opinionId" uuid,
      "unitId" uuid, "unitPath" text, source text, number text, variant text, "accountNo" text, place text, topic text, text text,
      category text, "saidAt" timestamptz, "contactSealed" text, "contactMasked" jsonb, digest text)
    on conflict (city_code, opinion_id) do update set unit_id = excluded.unit_id,
      unit_path = excluded.unit_path, account_no = excluded.account_no, place = excluded.place, topic = excluded.topic, text = excluded.text,
      category = excluded.category, said_at = excluded.said_at, contact_sealed = excluded.contact_sealed,
      contact_masked = excluded.contact_masked, digest = excluded.digest`)
}
