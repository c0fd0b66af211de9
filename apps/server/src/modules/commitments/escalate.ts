import { shanghaiDate } from '@nuandeng/domain'
import { type Context, recordAll } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { insertEscalations, listSuperiors } from './escalation.queries.ts'

/** What goes to the unit above: a promise that was broken, or a request that came for the third time. */
export interface Grievance {
  cityCode: string
  requestId: string
  round: number
  ruleRow: string | null
  cause: 'broken' | 'third-time'
  unitPath: string
  details: Record<string, unknown>
}

/** Escalates (升级) to the unit above, with a person named where there is one. */
export async function escalate(
  ctx: Pick<Context, 'db' | 'actor' | 'now'>,
  grievances: readonly Grievance[],
) {
  if (grievances.length === 0) return
  const paths = [...new Set(grievances.map(({ unitPath }) => unitPath))]
  const superiors = new Map(
    (await listSuperiors(ctx.db, paths, shanghaiDate(ctx.now))).map((found) => [found.path, found]),
  )
  const rows = grievances.map((grievance) => {
    const superior = superiors.get(grievance.unitPath)
    if (!superior) throw new Error(`no unit above ${grievance.unitPath}`)
    const { details: _, ...rest } = grievance
    const { toUnitId, toPersonId, toPersonName } = superior
    return { ...rest, escalationId: newId(), toUnitId, toPersonId, toPersonName, superior }
  })
  await insertEscalations(ctx.db, rows, ctx.now)
  await recordAll(
    ctx,
    rows.map(({ superior, ...row }, index) => ({
      kind: row.cause === 'broken' ? 'commitment.broken' : 'request.flagged',
      subject: { id: row.requestId, path: row.unitPath, cityCode: row.cityCode },
      details: {
        ...grievances[index]?.details,
        ...(row.ruleRow ? { row: row.ruleRow, round: row.round } : {}),
        toUnit: superior.toUnitName,
        to: superior.toPersonName,
      },
    })),
  )
}
