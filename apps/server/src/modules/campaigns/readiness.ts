import type { exportMissingRoute, getReadinessRoute, InputOf } from '@nuandeng/contract'
import { pathsWith, shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { BYTE_ORDER_MARK, csvLine } from '../../platform/csv.ts'
import type { Call } from '../../platform/http.ts'
import { problems } from '../../platform/problems.ts'
import { type Cell, XlsxWriter } from '../../platform/xlsx.ts'
import { findUnit, findUnitByPath, unitRef } from '../organisation/index.ts'
import { getVisibleCampaign } from './list-campaigns.ts'
import { findOwnState, listMissing, listReadiness, type MissingRow } from './readiness.queries.ts'

const MISSING_SHOWN = 200

/** Who is ready for the day (准备情况), and by name who has not filed. */
export async function getReadiness(ctx: Context, input: InputOf<typeof getReadinessRoute>) {
  await getVisibleCampaign(ctx, input.campaignId)
  const unit = await getUnitInReach(ctx, input.unitId)
  const missing = await listMissing(ctx.db, input.campaignId, unit.path, MISSING_SHOWN)
  const rows = await listReadiness(ctx.db, input.campaignId, unit)
  return {
    unit: unitRef(unit),
    ownState: await findOwnState(ctx.db, input.campaignId, unit.unitId),
    rows: rows.map(({ ownState, due, filed, approved, missing, ...row }) => ({
      unit: unitRef(row),
      ownState,
      due,
      filed,
      approved,
      missing,
    })),
    missing: missing.map(({ planId, above, state, returnReason, ...row }) => ({
      ...unitRef(row),
      planId,
      above,
      state,
      returnReason,
    })),
    missingTotal: missing[0]?.total ?? 0,
  }
}

/** The unit asked for, or the highest one where the actor may read plans. */
async function getUnitInReach(ctx: Context, unitId: string | undefined) {
  const [top] = pathsWith(ctx.actor.grants, 'plan.read').toSorted((a, b) => a.length - b.length)
  const unit = unitId ? await findUnit(ctx.db, unitId) : top && (await findUnitByPath(ctx.db, top))
  if (!unit) throw problems.notFound('unit', unitId ?? '')
  authorize(ctx, 'plan.read', unit)
  return unit
}

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

const COLUMNS = [
  '单位代码 unit_code',
  '单位 unit',
  '上级单位 above',
  '状态 state',
  '退回意见 return_reason',
]

/** Downloads who has not filed; one row a unit, at most as many as there are units. */
export async function exportMissing({
  deps,
  reply,
  input,
  actor,
  scope,
}: Call<typeof exportMissingRoute>) {
  const rows = await deps.database.transact(scope, async (db) => {
    const ctx: Context = { db, actor, now: deps.now(), vault: deps.vault, announce: () => {} }
    const campaign = await getVisibleCampaign(ctx, input.campaignId)
    const unit = await getUnitInReach(ctx, input.unitId)
    const found = await listMissing(db, input.campaignId, unit.path, null)
    const subject = { id: campaign.campaignId, path: unit.path, cityCode: unit.cityCode }
    await record(ctx, 'readiness.exported', subject, { format: input.format, rows: found.length })
    return found
  })
  const name = `missing-plans-${shanghaiDate(deps.now())}.${input.format}`
  return reply
    .header('content-type', TYPES[input.format])
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('nuandeng-rows', rows.length)
    .send(fileOf(input.format, [COLUMNS, ...rows.map(cellsOf)]))
}

function cellsOf(row: MissingRow): Cell[] {
  const state = row.state === 'returned' ? '退回待重报' : '未上报'
  return [row.code, row.name, row.above.join(' / '), state, row.returnReason]
}

function fileOf(format: 'csv' | 'xlsx', rows: readonly (readonly Cell[])[]) {
  if (format === 'csv') return BYTE_ORDER_MARK + rows.map(csvLine).join('')
  const parts: Uint8Array[] = []
  const workbook = new XlsxWriter('未上报单位', (bytes) => parts.push(bytes))
  workbook.writeRows(rows)
  workbook.end()
  return Buffer.concat(parts)
}
