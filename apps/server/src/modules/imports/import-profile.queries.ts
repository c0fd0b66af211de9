import type { UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { Reach } from './house.ts'
import type { FileOptions } from './target.ts'

/** Saved columns (列对应方案), with their unit. */
export interface ProfileRow {
  cityCode: string
  profileId: string
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
  target: string
  name: string
  fingerprint: string
  map: Record<string, string>
  options: FileOptions | null
  madeAt: Date
}

const PROFILE = sql`
  select p.city_code, profile_id, unit_id, u.kind as unit_kind, u.name as unit_name,
         unit_path::text as unit_path, target, p.name, fingerprint, map, options, made_at
  from import_profile p join unit u using (unit_id)`

export function findProfile(db: Db, profileId: string) {
  return db.maybe<ProfileRow>(sql`${PROFILE} where profile_id = ${profileId}`)
}

/** Those of a target in reach, made for these headings first, then by name. */
export function listProfiles(
  db: Db,
  { target, fingerprint, reach }: { target: string; fingerprint: string; reach: readonly Reach[] },
) {
  const paths = reach.map(({ path }) => path)
  return db.rows<ProfileRow>(sql`${PROFILE}
    where target = ${target} and unit_path <@ ${paths}::ltree[]
    order by fingerprint = ${fingerprint} desc, p.name, profile_id limit 200`)
}

/** All of a target, by name: for who may see everything. */
export function listSavedColumns(db: Db, target: string) {
  return db.rows<ProfileRow>(sql`${PROFILE} where target = ${target} order by p.name, unit_path`)
}

export async function insertProfile(
  db: Db,
  profile: Omit<ProfileRow, 'unitKind' | 'unitName'> & { madeBy: string },
) {
  await db.run(sql`
    insert into import_profile (city_code, profile_id, unit_id, unit_path, target, name, fingerprint, map,
                                options, made_by, made_at)
    values (${profile.cityCode}, ${profile.profileId}, ${profile.unitId}, ${profile.unitPath}::ltree,
            ${profile.target}, ${profile.name}, ${profile.fingerprint}, ${JSON.stringify(profile.map)},
            ${profile.options && JSON.stringify(profile.options)},             ${profile.madeBy}, ${profile.madeAt})`)
}

export async function deleteProfileRow(db: Db, { cityCode, profileId }: ProfileRow) {
  await db.run(sql`
    delete from import_profile where city_code = ${cityCode} and profile_id = ${profileId}`)
}
