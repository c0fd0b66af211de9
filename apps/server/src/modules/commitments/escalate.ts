import { shanghaiDate } from '@nuandeng/domain'
import { type Context, recordAll } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { insertEscalations, listSuperiors, listTold, type Told } from './escalation.queries.ts'
import { areOneFault, isFloor } from './known-editions.ts'

interface GrievanceFrame {
  cityCode: string
  requestId: string
  round: number
  unitPath: string
  details: Record<string, unknown>
}

/** A limit that was broken: of a promise, or of the regulatory floor. */
interface Breach extends GrievanceFrame {
  cause: 'broken'
  ruleRow: string
  edition: string
}

/** What goes to the unit above: a broken limit, or a request that came for the third time. */
export type Grievance = Breach | (GrievanceFrame & { cause: 'third-time' })

type Telling = Pick<Context, 'db' | 'actor' | 'now'>

/**
 * Escalates (升级) to the unit above, with a person named where there is one. What breaks a promise and the floor is one
 * fault, told once: the Event of the second names who was told of the first.
 */
export async function escalate(ctx: Telling, grievances: readonly Grievance[]) {
  if (grievances.length === 0) return
  const superiors = await superiorsOf(ctx, grievances)
  const told = await toldOf(ctx, grievances)
  const rows = []
  const events = []
  for (const grievance of grievances) {
    const { cityCode, requestId, round, unitPath, cause } = grievance
    const before = told.find((one) => isOther(grievance, one))
    const superior = superiors.get(unitPath)
    if (!superior) throw new Error(`no unit above ${unitPath}`)
    const { toUnitId, toUnitName, toPersonId, toPersonName } = superior
    events.push(eventOf(grievance, before ?? superior))
    if (before) continue
    const ruleRow = cause === 'broken' ? grievance.ruleRow : null
    const key = { cityCode, requestId, round }
    const to = { toUnitId, toPersonId, toPersonName }
    rows.push({ ...key, ...to, ruleRow, cause, unitPath, escalationId: newId() })
    if (cause === 'broken') told.push({ ...key, ...grievance, toUnitName, toPersonName })
  }
  await insertEscalations(ctx.db, rows, ctx.now)
  await recordAll(ctx, events)
}

async function superiorsOf({ db, now }: Telling, grievances: readonly Grievance[]) {
  const paths = [...new Set(grievances.map(({ unitPath }) => unitPath))]
  const found = await listSuperiors(db, paths, shanghaiDate(now))
  return new Map(found.map((superior) => [superior.path, superior]))
}

async function toldOf({ db }: Telling, grievances: readonly Grievance[]): Promise<Told[]> {
  const breaches = grievances.filter(({ cause }) => cause === 'broken')
  return breaches.length > 0 ? listTold(db, breaches) : []
}

/** Whether the fault was told under the other text. */
const isOther = (grievance: Grievance, told: Told): boolean =>
  grievance.cause === 'broken' &&
  grievance.requestId === told.requestId &&
  grievance.round === told.round &&
  isFloor(grievance.edition) !== isFloor(told.edition) &&
  areOneFault(grievance, told)

function eventOf(grievance: Grievance, to: { toUnitName: string; toPersonName: string | null }) {
  const { requestId, unitPath, cityCode, round, details } = grievance
  const what =
    grievance.cause === 'broken'
      ? {
          kind: isFloor(grievance.edition) ? 'floor.broken' : 'commitment.broken',
          about: { row: grievance.ruleRow, round },
        }
      : { kind: 'request.flagged', about: {} }
  return {
    kind: what.kind,
    subject: { id: requestId, path: unitPath, cityCode },
    details: { ...details, ...what.about, toUnit: to.toUnitName, to: to.toPersonName },
  }
}
