import type { SpecialPlaceKind, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** A special place (特殊场所) as it is written. */
interface SpecialPlaceContent {
  kind: SpecialPlaceKind
  name: string
  address: string
  place: { longitude: number; latitude: number; datum: 'WGS-84' | 'GCJ-02' } | null
  officePhone: string | null
  residents: number | null
  customerId: string | null
  remark: string | null
}

export interface SpecialPlaceRow extends SpecialPlaceContent {
  specialPlaceId: string
  cityCode: string
  unitId: string
  unitPath: string
  unitKind: UnitKind
  unitName: string
  version: number
  changedAt: Date
}

const VIEW =
  sql.raw(`s.special_place_id, s.city_code, s.unit_id, s.unit_path::text as unit_path, u.kind as unit_kind,
  u.name as unit_name, s.kind, s.name, s.address, case when s.datum is not null then
    jsonb_build_object('longitude', s.longitude, 'latitude', s.latitude, 'datum', s.datum) end as place,
  s.office_phone, s.residents, s.customer_id, s.remark, s.version, s.changed_at`)

/** Special places behind a place of the list, by unit. */
export function listSpecialPlaces(
  db: Db,
  filter: { path: string | undefined; kind: SpecialPlaceKind | undefined },
  page: { after: { unitPath: string; specialPlaceId: string } | undefined; limit: number },
) {
  const wanted = [sql`true`]
  if (filter.path) wanted.push(sql`s.unit_path <@ ${filter.path}::ltree`)
  if (filter.kind) wanted.push(sql`s.kind = ${filter.kind}`)
  if (page.after) {
    const { unitPath, specialPlaceId } = page.after
    wanted.push(
      sql`(s.unit_path, s.special_place_id) > (${unitPath}::ltree, ${specialPlaceId}::uuid)`,
    )
  }
  return db.rows<SpecialPlaceRow>(sql`
    select ${VIEW} from special_place s join unit u using (unit_id) where ${sql.join(wanted, sql` and `)}
    order by s.unit_path, s.special_place_id limit ${page.limit}`)
}

export function findSpecialPlace(db: Db, specialPlaceId: string) {
  return db.maybe<SpecialPlaceRow>(sql`
    select ${VIEW} from special_place s join unit u using (unit_id)
    where s.special_place_id = ${specialPlaceId}`)
}

export function findSpecialPlaceForUpdate(db: Db, specialPlaceId: string) {
  return db.maybe<SpecialPlaceRow>(sql`
    select ${VIEW} from special_place s join unit u using (unit_id)
    where s.special_place_id = ${specialPlaceId} for update of s`)
}

type Written = SpecialPlaceContent &
  Pick<SpecialPlaceRow, 'specialPlaceId' | 'cityCode' | 'unitId' | 'unitPath'>

export async function insertSpecialPlace(db: Db, row: Written, at: Date) {
  await db.run(sql`
    insert into special_place (special_place_id, city_code, unit_id, unit_path, kind, name, address, longitude, latitude,
      datum, office_phone, residents, customer_id, remark, created_at, changed_at)
    values (${row.specialPlaceId}, ${row.cityCode}, ${row.unitId}, ${row.unitPath}::ltree, ${row.kind}, ${row.name},
      ${row.address}, ${row.place?.longitude ?? null}, ${row.place?.latitude ?? null}, ${row.place?.datum ?? null},
      ${row.officePhone}, ${row.residents}, ${row.customerId}, ${row.remark}, ${at}, ${at})`)
}

export async function updateSpecialPlace(db: Db, row: Written, at: Date) {
  await db.run(sql`
    update special_place set kind = ${row.kind}, name = ${row.name}, address = ${row.address},
      longitude = ${row.place?.longitude ?? null}, latitude = ${row.place?.latitude ?? null},
      datum = ${row.place?.datum ?? null}, office_phone = ${row.officePhone}, residents = ${row.residents},
      customer_id = ${row.customerId}, remark = ${row.remark}, version = version + 1, changed_at = ${at}
    where special_place_id = ${row.specialPlaceId} and city_code = ${row.cityCode}`)
}
