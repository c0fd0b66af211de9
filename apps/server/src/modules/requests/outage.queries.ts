import type { OutageKind, OutageState, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

interface Proof {
  channel: 'website' | 'newspaper' | 'broadcast' | 'notice-board' | 'told-in-person'
  reference: string
}

/** An outage (停电计划) as stored. */
export interface OutageRow {
  cityCode: string
  outageId: string
  kind: OutageKind
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
  state: OutageState
  area: string
  line: string
  reason: string
  beginsAt: Date
  endsAt: Date
  announcedEndsAt: Date | null
  plannedAt: Date
  edition: string | null
  noticeBy: Date | null
  publishedAt: Date | null
  proof: Proof | null
  begunAt: Date | null
  endedAt: Date | null
}

const OUTAGE = sql`o.city_code, o.outage_id, o.kind, o.unit_id, u.kind as unit_kind, u.name as unit_name,
  o.unit_path::text as unit_path, o.state, o.area, o.line, o.reason, o.begins_at, o.ends_at, o.announced_ends_at, o.planned_at, o.edition,
  o.notice_by, o.published_at, o.proof, o.begun_at, o.ended_at`

export function findOutageForUpdate(db: Db, outageId: string) {
  return db.maybe<OutageRow>(sql`
    select ${OUTAGE} from outage o join unit u using (unit_id) where o.outage_id = ${outageId} for update of o`)
}

export async function isOutage(db: Db, outageId: string): Promise<boolean> {
  const found = await db.asSystem(() =>
    db.maybe(sql`select outage_id from outage where outage_id = ${outageId}`),
  )
  return found !== undefined
}

/** Outages, the latest to begin first, one more than the limit. */
export function listOutages(
  db: Db,
  state: OutageState | undefined,
  page: { after: { at: string; id: string } | undefined; limit: number },
) {
  const after = page.after
    ? sql`and (o.begins_at, o.outage_id) < (${page.after.at}::timestamptz, ${page.after.id}::uuid)`
    : sql``
  return db.rows<OutageRow>(sql`
    select ${OUTAGE} from outage o join unit u using (unit_id)
    where (${state ?? null}::text is null or o.state = ${state ?? null}) ${after}
    order by o.begins_at desc, o.outage_id desc limit ${page.limit + 1}`)
}

export async function insertOutage(
  db: Db,
  o: Omit<
    OutageRow,
    'unitKind' | 'unitName' | 'announcedEndsAt' | 'publishedAt' | 'proof' | 'begunAt' | 'endedAt'
  >,
  by: string,
) {
  await db.run(sql`
    insert into outage (city_code, outage_id, kind, unit_id, unit_path, state, area, line, reason, begins_at, ends_at,
      planned_at, planned_by_name, edition, notice_by)
    values (${o.cityCode}, ${o.outageId}, ${o.kind}, ${o.unitId}, ${o.unitPath}::ltree, ${o.state}, ${o.area}, ${o.line},
      ${o.reason}, ${o.beginsAt}, ${o.endsAt}, ${o.plannedAt}, ${by}, ${o.edition}, ${o.noticeBy})`)
}

export async function setOutage(db: Db, o: OutageRow, publishedBy: string | null) {
  await db.run(sql`
    update outage set state = ${o.state}, begins_at = ${o.beginsAt}, ends_at = ${o.endsAt},
      announced_ends_at = ${o.announcedEndsAt}, notice_by = ${o.noticeBy},
      published_at = ${o.publishedAt}, proof = ${o.proof && JSON.stringify(o.proof)}::jsonb,
      published_by_name = coalesce(${publishedBy}, published_by_name), begun_at = ${o.begunAt}, ended_at = ${o.endedAt}
    where city_code = ${o.cityCode} and outage_id = ${o.outageId}`)
}
