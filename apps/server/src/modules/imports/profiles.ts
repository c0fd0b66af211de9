import type {
  deleteImportProfileRoute,
  InputOf,
  listImportProfilesRoute,
  saveImportProfileRoute,
} from '@nuandeng/contract'
import { type Context, record } from '../../platform/context.ts'
import { constraintOf } from '../../platform/db.ts'
import { problems } from '../../platform/problems.ts'
import { getOpenUnit } from '../organisation/index.ts'
import { getTarget, type House, reachOf } from './house.ts'
import {
  deleteProfileRow,
  findProfile,
  insertProfile,
  listProfiles as listProfileRows,
} from './import-profile.queries.ts'
import { fingerprintOf } from './read-file.ts'
import { type FileOptions, type ImportTarget, isWholeTarget, type WholeTarget } from './target.ts'

/** Saved columns (列对应方案) of a target; those for the same headings come first. */
export async function listProfiles(
  ctx: Context,
  { target, fingerprint = '' }: InputOf<typeof listImportProfilesRoute>,
  house: House,
) {
  const rows = await listProfileRows(ctx.db, {
    target,
    fingerprint,
    reach: reachOf(ctx, house, target),
  })
  return {
    items: rows.map((row) => ({
      ...{ profileId: row.profileId, target: row.target, name: row.name, map: row.map },
      options: row.options,
      unit: { unitId: row.unitId, kind: row.unitKind, name: row.unitName, path: row.unitPath },
      isMatch: row.fingerprint === fingerprint,
      madeAt: row.madeAt.toISOString(),
    })),
  }
}

/** Saves which column holds what. The same id again with the same columns is a repeat. */
export async function saveProfile(
  ctx: Context,
  input: InputOf<typeof saveImportProfileRoute>,
  house: House,
) {
  const { profileId, target, name, headings, map, options } = input
  const unit = await getOpenUnit(ctx, input.unitId)
  const { cityCode, unitId, path: unitPath } = unit
  requireFields(getTarget(ctx, house, { target, unitPath }), { map, options })
  const fingerprint = fingerprintOf(headings)
  const first = await findProfile(ctx.db, profileId)
  if (first) {
    if (first.unitId === unitId && first.fingerprint === fingerprint && first.name === name)
      return { profileId }
    throw problems.conflict('profile-exists', 'There are saved columns with this id', profileId)
  }
  const saved = {
    cityCode,
    profileId,
    unitId,
    unitPath,
    target,
    name,
    fingerprint,
    map,
    options: options ?? null,
  }
  await insertProfile(ctx.db, { ...saved, madeBy: ctx.actor.personId, madeAt: ctx.now }).catch(
    (error) => {
      if (constraintOf(error) !== 'import_profile_name') throw error
      throw problems.conflict('profile-name-taken', 'Saved columns of this name are there', name)
    },
  )
  const subject = { id: profileId, path: unitPath, cityCode }
  await record(ctx, 'import.profile-saved', subject, { target, name })
  return { profileId }
}

/** Every field of the map is one of the target's, and there are options only where it asks for them. */
export function requireFields(
  target: ImportTarget | WholeTarget,
  { map, options }: { map: Readonly<Record<string, string>>; options?: FileOptions | undefined },
) {
  for (const field of Object.keys(map)) {
    if (Object.hasOwn(target.columns, field)) continue
    throw problems.wrongField(`map.${field}`, 'unknown-field', 'the target has no such column')
  }
  if (!options || isWholeTarget(target)) return
  throw problems.wrongField('options', 'unknown-field', 'a list has none')
}

export async function deleteProfile(
  ctx: Context,
  { profileId }: InputOf<typeof deleteImportProfileRoute>,
  house: House,
) {
  const profile = await findProfile(ctx.db, profileId)
  if (!profile) throw problems.notFound('saved columns', profileId)
  getTarget(ctx, house, profile)
  await deleteProfileRow(ctx.db, profile)
  const { unitPath: path, cityCode, target, name } = profile
  await record(ctx, 'import.profile-deleted', { id: profileId, path, cityCode }, { target, name })
  return { profileId }
}
