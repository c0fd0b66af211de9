import type { MobileOffer, MobilePlace, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** Service in a park or village (移动服务) as stored. */
export interface MobileRow {
  cityCode: string
  serviceId: string
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
  placeKind: MobilePlace
  place: string
  beginsAt: Date
  endsAt: Date
  team: string
  offers: MobileOffer[]
  cancelReason: string | null
}

const SERVICE = sql`m.city_code, m.service_id, m.unit_id, u.kind as unit_kind, u.name as unit_name,
  m.unit_path::text as unit_path, m.place_kind, m.place, m.begins_at, m.ends_at, m.team, m.offers, m.cancel_reason`

export function findMobile(db: Db, serviceId: string) {
  return db.maybe<MobileRow>(sql`
    select ${SERVICE} from mobile_service m join unit u using (unit_id) where m.service_id = ${serviceId}`)
}

export function findMobileForUpdate(db: Db, serviceId: string) {
  return db.maybe<MobileRow>(sql`
    select ${SERVICE} from mobile_service m join unit u using (unit_id)
    where m.service_id = ${serviceId} for update of m`)
}

/** Of a unit and all below it, the first to begin on top, with how many requests were accepted at each. */
export function listMobile(
  db: Db,
  unitPath: string,
  { from, to, limit }: { from: Date; to: Date; limit: number },
) {
  return db.rows<MobileRow & { accepted: number }>(sql`
    select ${SERVICE}, (select count(*) from service_request r where r.mobile_service_id = m.service_id) as accepted
    from mobile_service m join unit u using (unit_id)
    where m.unit_path <@ ${unitPath}::ltree and m.begins_at >= ${from} and m.begins_at < ${to}
    order by m.begins_at, m.service_id limit ${limit}`)
}

export async function insertMobile(
  db: Db,
  m: Omit<MobileRow, 'unitKind' | 'unitName' | 'cancelReason'>,
  told: { at: Date; by: string },
) {
  await db.run(sql`
    insert into mobile_service (city_code, service_id, unit_id, unit_path, place_kind, place, begins_at, ends_at, team,
      offers, planned_at, planned_by_name)
    values (${m.cityCode}, ${m.serviceId}, ${m.unitId}, ${m.unitPath}::ltree, ${m.placeKind}, ${m.place}, ${m.beginsAt},
      ${m.endsAt}, ${m.team}, ${m.offers}::text[], ${told.at}, ${told.by})`)
}

export async function setMobileCancelled(db: Db, m: MobileRow, reason: string, at: Date) {
  await db.run(sql`
    update mobile_service set cancelled_at = ${at}, cancel_reason = ${reason}
    where city_code = ${m.cityCode} and service_id = ${m.serviceId}`)
}
