import type {
  getReadingCoverageRoute,
  InputOf,
  listReadingFilesRoute,
  listReadingImportsRoute,
  listReadingRejectsRoute,
} from '@nuandeng/contract'
import { authorize, type Context, record } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit, unitRef } from '../organisation/index.ts'
import {
  type CoveredMonth,
  findImport,
  listCoverage,
  listCoverageBelow,
  listShownFiles,
  listShownImports,
  listShownRejects,
} from './reading-view.queries.ts'
import { MONTHS } from './usage.queries.ts'

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const MONTH_CURSOR = new RegExp(`^(\\d{4}-\\d\\d-01)~(${ID})$`)
const TIME_CURSOR = new RegExp(`^(\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z)~(${ID})$`)

/** Where the page before ended: a time and an id. */
function cursorOf(text: string | undefined, form: RegExp) {
  if (text === undefined) return undefined
  const [, at, id] = form.exec(text) ?? []
  if (at && id && !Number.isNaN(Date.parse(at))) return { at, id }
  throw problems.wrongField('cursor', 'invalid-cursor', 'take it from the page before')
}

interface Placed {
  unitId: string
  unitKind: Parameters<typeof unitRef>[0]['kind']
  unitName: string
  unitPath: string
}

const placeOf = ({ unitId, unitKind, unitName, unitPath }: Placed) => ({
  ...{ unitId, kind: unitKind, name: unitName, path: unitPath },
})

/** Files of readings in reach (抄表数据文件), the newest month first. */
export async function listReadingFiles(
  { db }: Context,
  { cursor, limit }: InputOf<typeof listReadingFilesRoute>,
) {
  const found = cursorOf(cursor, MONTH_CURSOR)
  const after = found && { month: found.at, id: found.id }
  const rows = await listShownFiles(db, { after, limit })
  const { items, next } = pageFrom(rows, limit, ({ month, fileId }) => `${month}~${fileId}`)
  return {
    items: items.map((row) => {
      const { unitId: _i, unitKind: _k, unitName: _n, unitPath: _p, writtenByName, ...file } = row
      return {
        ...{ ...file, unit: placeOf(row), writtenBy: writtenByName },
        writtenAt: row.writtenAt.toISOString(),
        supersededAt: row.supersededAt?.toISOString() ?? null,
      }
    }),
    next,
  }
}

/** Imports in reach (抄表导入), the newest first. */
export async function listReadingImports(
  { db }: Context,
  { cursor, limit }: InputOf<typeof listReadingImportsRoute>,
) {
  const rows = await listShownImports(db, { after: cursorOf(cursor, TIME_CURSOR), limit })
  const { items, next } = pageFrom(
    rows,
    limit,
    ({ importedAt, importId }) => `${importedAt.toISOString()}~${importId}`,
  )
  return {
    items: items.map((row) => {
      const { importId, files, rows, imported, unchanged, unread, rejected } = row
      return {
        ...{ importId, unit: placeOf(row), files, rows, imported, unchanged, unread, rejected },
        ...{ importedBy: row.importedByName, importedAt: row.importedAt.toISOString() },
      }
    }),
    next,
  }
}

/** Refused lines of an import, with their text: accounts stand in it, so the look is an Event. */
export async function listReadingRejects(
  ctx: Context,
  { importId, cursor, limit }: InputOf<typeof listReadingRejectsRoute>,
) {
  const after = cursor === undefined ? 0 : Number(cursor)
  if (!Number.isSafeInteger(after) || after < 0) {
    throw problems.wrongField('cursor', 'invalid-cursor', 'take it from the page before')
  }
  const found = await findImport(ctx.db, importId)
  if (!found) throw problems.notFound('import of readings', importId)
  authorize(ctx, 'reading.import', { path: found.unitPath })
  const rows = await listShownRejects(ctx.db, found, { after, limit })
  const subject = { id: importId, path: found.unitPath, cityCode: found.cityCode }
  await record(ctx, 'reading.rejects-read', subject, { after, rows: Math.min(rows.length, limit) })
  return pageFrom(rows, limit, ({ rejectNo }) => String(rejectNo))
}

/** How many customers were read (抄表覆盖率), month by month, of a unit and of those directly below. */
export async function getReadingCoverage(
  ctx: Context,
  { unitId }: InputOf<typeof getReadingCoverageRoute>,
) {
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, 'reading.read', unit)
  const months = await listCoverage(ctx.db, unit.path, MONTHS)
  const first = months[0]?.month
  const rows = first ? await listCoverageBelow(ctx.db, unitId, first) : []
  const below = new Map<string, { unit: ReturnType<typeof placeOf>; months: CoveredMonth[] }>()
  for (const row of rows) {
    const { month, customers, covered } = row
    const entry = below.get(row.unitId) ?? { unit: placeOf(row), months: [] }
    entry.months.push({ month, customers, covered })
    below.set(row.unitId, entry)
  }
  return { unit: unitRef(unit), months, below: [...below.values()] }
}
