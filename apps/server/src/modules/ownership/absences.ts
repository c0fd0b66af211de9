import type {
  createAbsenceRoute,
  endAbsenceRoute,
  getLiaisonBoardRoute,
  InputOf,
  saveOfficerCardRoute,
} from '@nuandeng/contract'
import { addDays, shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { constraintOf } from '../../platform/db.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import {
  type BoardRow,
  countGaps,
  deleteAbsence,
  findAbsence,
  insertAbsence,
  listBoard,
  setAbsenceEnd,
  setCard,
} from './liaison.queries.ts'
import { findStaff, namesOf } from './staff.queries.ts'

/** Somebody of the staff in reach of who changes something about them. */
async function getOfficer(ctx: Context, personId: string) {
  const person = await findStaff(ctx.db, personId)
  if (!person) throw problems.notFound('person', personId)
  authorize(ctx, 'liaison.write', person)
  return person
}

/** Sets the telephone that customers of an officer are shown. */
export async function saveOfficerCard(
  ctx: Context,
  { personId, workPhone }: InputOf<typeof saveOfficerCardRoute>,
) {
  const { path, cityCode } = await getOfficer(ctx, personId)
  await setCard(ctx.db, { cityCode, personId, path, workPhone }, ctx.now)
  await record(ctx, 'liaison.card-saved', { id: personId, path, cityCode }, { workPhone })
  return { personId }
}

/** Notes when an officer is away (离岗), and who stands in (代班). */
export async function createAbsence(ctx: Context, input: InputOf<typeof createAbsenceRoute>) {
  const { absenceId, personId, fromOn, toOn, substituteId = null } = input
  const { path, cityCode } = await getOfficer(ctx, personId)
  if (toOn < fromOn) throw problems.wrongField('toOn', 'before-start', 'not before fromOn')
  if (substituteId === personId) {
    throw problems.wrongField('substituteId', 'the-same', 'nobody stands in for themselves')
  }
  if (substituteId && !(await findStaff(ctx.db, substituteId))?.isActive) {
    throw problems.notFound('person', substituteId)
  }
  const row = { absenceId, cityCode, personId, path, fromOn, toOn, substituteId }
  if ((await insertOrRefuse(ctx, row)) === 0) {
    const stored = await findAbsence(ctx.db, absenceId)
    const isSame =
      stored?.personId === personId &&
      stored.fromOn === fromOn &&
      stored.toOn === toOn &&
      stored.substituteId === substituteId
    if (!isSame) throw problems.conflict('id-taken', 'This id stands for another absence')
    return { absenceId }
  }
  const details = { absenceId, fromOn, toOn, substituteId }
  await record(ctx, 'liaison.absence-noted', { id: personId, path, cityCode }, details)
  return { absenceId }
}

async function insertOrRefuse(ctx: Context, row: Parameters<typeof insertAbsence>[1]) {
  try {
    return await insertAbsence(ctx.db, row)
  } catch (error) {
    if (constraintOf(error) !== 'absence_person_id_daterange_excl') throw error
    throw problems.conflict('absence-overlaps', 'An absence of these days is noted already')
  }
}

/** The officer is back. */
export async function endAbsence(ctx: Context, { absenceId }: InputOf<typeof endAbsenceRoute>) {
  const absence = await findAbsence(ctx.db, absenceId)
  if (!absence) throw problems.notFound('absence', absenceId)
  authorize(ctx, 'liaison.write', absence)
  const yesterday = addDays(shanghaiDate(ctx.now), -1)
  const { personId, path, cityCode } = absence
  if (absence.toOn <= yesterday) throw problems.conflict('absence-over', 'The absence is over')
  if (absence.fromOn > yesterday) await deleteAbsence(ctx.db, absenceId)
  else await setAbsenceEnd(ctx.db, absenceId, yesterday)
  await record(ctx, 'liaison.absence-ended', { id: personId, path, cityCode }, { absenceId })
  return { absenceId }
}

/** The officers of a unit with their load, and the gaps. */
export async function getLiaisonBoard(
  ctx: Context,
  { unitId }: InputOf<typeof getLiaisonBoardRoute>,
) {
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, 'liaison.read', unit)
  const rows = await listBoard(ctx.db, unit.path, shanghaiDate(ctx.now))
  const names = await namesOf(
    ctx.db,
    rows.flatMap(({ substituteId }) => substituteId ?? []),
  )
  return {
    officers: rows.map((row) => officerReply(row, names)),
    ...(await countGaps(ctx.db, unit.path)),
  }
}

function officerReply(row: BoardRow, names: Map<string, string>) {
  const { absenceId, fromOn, toOn, substituteId } = row
  const substitute = substituteId && {
    personId: substituteId,
    name: names.get(substituteId) ?? '',
  }
  return {
    person: { personId: row.personId, name: row.name },
    unit: { unitId: row.unitId, kind: row.unitKind, name: row.unitName, path: row.unitPath },
    workPhone: row.workPhone,
    customers: row.customers,
    away:
      absenceId && fromOn && toOn
        ? { absenceId, fromOn, toOn, substitute: substitute || null }
        : null,
    isIn: row.isIn,
  }
}
