import type { InputOf, previewClocksRoute } from '@nuandeng/contract'
import { classOfRequest, fitsKind, processOf } from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { bindingEdition, expectedClocks } from '../commitments/index.ts'
import { findUnit } from '../organisation/index.ts'
import { withFile } from './file-defaults.ts'

/** Which clocks an acceptance would start (将启动的时限), by the same judgement as the acceptance itself. */
export async function previewClocks(ctx: Context, input: InputOf<typeof previewClocksRoute>) {
  const unit = await findUnit(ctx.db, input.unitId)
  if (!unit) throw problems.notFound('unit', input.unitId)
  authorize(ctx, 'request.accept', unit)
  const { kind, subkind = null, ...said } = input
  const { supplyClass = null, area } = await withFile(ctx, unit.cityCode, said)
  if (!fitsKind(kind, subkind))
    throw problems.wrongField('subkind', 'unknown-subkind', `is no division of ${kind}`)
  const beganAt = input.acceptedAt ? new Date(input.acceptedAt) : ctx.now
  const edition = bindingEdition(beganAt)
  if (!edition) return { edition: null, clocks: [] }
  const clocks = await expectedClocks(
    ctx,
    { edition, unitPath: unit.path },
    {
      process: processOf(kind, subkind),
      area,
      class: classOfRequest(kind, subkind, supplyClass),
      beganAt,
      steps: [],
      pauses: [],
    },
  )
  const { edition: name, name: title, nameEn } = edition
  return {
    edition: { edition: name, name: title, nameEn },
    clocks: clocks.map(({ rule, period, dueAt, warnAt, ...clock }) => ({
      row: rule.row,
      item: rule.item,
      title: rule.title,
      titleEn: rule.titleEn,
      source: rule.source,
      ...period,
      statistic: clock.statistic,
      dueAt: dueAt.toISOString(),
      warnAt: warnAt.toISOString(),
      isProvisional: clock.isProvisional,
      isAssumed: clock.isAssumed,
    })),
  }
}
