import type {
  approveStopRoute,
  deliverStopNoticeRoute,
  followArrearsRoute,
  InputOf,
  openArrearsRoute,
  recordPaymentRoute,
} from '@nuandeng/contract'
import {
  type ArrearsAction,
  arrearsRefuse,
  isWithin,
  type Permission,
  pathsWith,
  shanghaiDate,
} from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { bindingEdition, noticeRule, settleNotice } from '../commitments/index.ts'
import { findAccountFile } from '../customers/index.ts'
import { findUnit } from '../organisation/index.ts'
import {
  type ArrearsRow,
  findCaseForUpdate,
  findRunning,
  insertCase,
  setCase,
} from './arrears.queries.ts'
import { askFile, isGuardedByFile, isImportantUser } from './arrears-guard.ts'
import { caseReply, factsOf, STOP } from './arrears-view.ts'
import { happenedAt } from './hold-request.ts'
import { reconnect } from './reconnect.ts'

/** Opens a procedure against an account in arrears (欠费停电流程). */
export async function openArrears(ctx: Context, input: InputOf<typeof openArrearsRoute>) {
  const unit = await findUnit(ctx.db, input.unitId)
  if (!unit) throw problems.notFound('unit', input.unitId)
  authorize(ctx, 'arrears.work', unit)
  if (input.overdueSince > shanghaiDate(ctx.now))
    throw problems.wrongField('overdueSince', 'in-future', 'is later than today')
  if (await findRunning(ctx.db, input.caseId, input.accountNo))
    throw problems.conflict('arrears-exists', 'A procedure runs against this account')
  const file = await findAccountFile(ctx.db, unit.cityCode, input.accountNo)
  // Another unit's customer: their file would be asked by people who may not see it.
  if (file && !isWithin(file.unitPath, unit.path))
    throw problems.wrongField('accountNo', 'not-at-unit', 'the account belongs to another unit')
  const { caseId, accountNo, amountFen, overdueSince } = input
  const isImportant = input.isImportant || (file !== undefined && isImportantUser(file))
  const guards = [...new Set(input.guards)]
  await insertCase(
    ctx.db,
    {
      ...{ caseId, accountNo, amountFen, overdueSince, isImportant, guards },
      cityCode: unit.cityCode,
      unitId: unit.unitId,
      unitPath: unit.path,
      openedAt: ctx.now,
      isGuardedByFile: await isGuardedByFile(ctx, file),
      edition: bindingEdition(ctx.now)?.edition ?? null,
    },
    ctx.actor.name,
  )
  const found = await getCase(ctx, caseId)
  return tell(ctx, found, 'arrears.opened', { accountNo, amountFen, overdueSince, guards })
}

async function getCase(ctx: Context, caseId: string): Promise<ArrearsRow> {
  const found = await findCaseForUpdate(ctx.db, caseId)
  if (!found) throw problems.notFound('case', caseId)
  return found
}

async function holdCase(
  ctx: Context,
  caseId: string,
  { action, permission }: { action: ArrearsAction; permission: Permission },
) {
  const found = await getCase(ctx, caseId)
  authorize(ctx, permission, { path: found.unitPath })
  const asked = await askFile(ctx, found)
  const refusal = arrearsRefuse(action, factsOf(asked, ctx.now), ctx.now)
  // What the file said is kept with the refusal: lists show the guard from then on.
  if (refusal) throw problems.requestRefused(refusal, `It is ${found.state}`).keepingWrites()
  return asked
}

/** Approves the stop (停电审批). An important user's is approved from above the unit that asks. */
export async function approveStop(ctx: Context, input: InputOf<typeof approveStopRoute>) {
  const permission = 'arrears.approve'
  const found = await holdCase(ctx, input.caseId, { action: 'approve', permission })
  const isAbove = pathsWith(ctx.actor.grants, permission).some(
    (path) => path !== found.unitPath && isWithin(found.unitPath, path),
  )
  if (found.isImportant && !isAbove) throw problems.forbidden()
  const approved: ArrearsRow = {
    ...found,
    state: 'approved',
    approvedAt: ctx.now,
    approvedByName: ctx.actor.name,
  }
  return save(ctx, approved, 'arrears.approved')
}

/** The notice was delivered (送达), with its proof (trap 5). */
export async function deliverStopNotice(
  ctx: Context,
  input: InputOf<typeof deliverStopNoticeRoute>,
) {
  const permission = 'arrears.work'
  const found = await holdCase(ctx, input.caseId, { action: 'notify', permission })
  const notifiedAt = happenedAt(ctx, input.deliveredAt, found.approvedAt ?? found.openedAt)
  const notified: ArrearsRow = {
    ...found,
    state: 'notified',
    notifiedAt,
    noticeProof: input.proof,
  }
  return save(ctx, notified, 'arrears.notified', { notifiedAt, proof: input.proof })
}

/** Urged (催缴), reminded 30 minutes before (停电前提醒), or cut off (停电). */
export async function followArrears(ctx: Context, input: InputOf<typeof followArrearsRoute>) {
  const permission = 'arrears.work'
  const found = await holdCase(ctx, input.caseId, { action: input.what, permission })
  const note = input.note ? { note: input.note } : {}
  switch (input.what) {
    case 'urge':
      return save(ctx, { ...found, urgedAt: [...found.urgedAt, ctx.now] }, 'arrears.urged', note)
    case 'remind': {
      const reminded: ArrearsRow = { ...found, state: 'reminded', remindedAt: ctx.now }
      return save(ctx, reminded, 'arrears.reminded', note)
    }
    case 'stop':
      await keepNotice(ctx, found)
      return save(ctx, { ...found, state: 'stopped', stoppedAt: ctx.now }, 'arrears.stopped', note)
  }
}

/** The promise of notice, kept by whoever got this far. */
async function keepNotice(ctx: Context, found: ArrearsRow) {
  const rule = noticeRule(found.edition, STOP)
  if (!rule || !found.edition || !found.notifiedAt) return
  const { cityCode, caseId, unitId, unitPath, edition, notifiedAt } = found
  const place = { cityCode, requestId: caseId, round: 1, unitId, unitPath }
  const times = { beginsAt: ctx.now, warnAt: ctx.now, givenAt: notifiedAt }
  await settleNotice(ctx, place, { edition, rule }, { ...times, verdict: 'kept', cause: STOP })
}

/**
 * A payment (缴费): before the stop any ends the procedure; after it, all that is owed starts the 24 hours
 * within which the supply is restored.
 */
export async function recordPayment(ctx: Context, input: InputOf<typeof recordPaymentRoute>) {
  const permission = 'arrears.work'
  const found = await holdCase(ctx, input.caseId, { action: 'settle', permission })
  const paid = { ...found, paidFen: found.paidFen + input.amountFen }
  const details = { amountFen: input.amountFen }
  if (found.state !== 'stopped')
    return save(ctx, { ...paid, state: 'aborted', settledAt: ctx.now }, 'arrears.aborted', details)
  if (paid.paidFen < found.amountFen) return save(ctx, paid, 'arrears.paid', details)
  const { reconnectionId, stepId } = input
  await reconnect(ctx, found, { requestId: reconnectionId, stepId })
  const settled = { ...paid, state: 'settled', settledAt: ctx.now, reconnectionId } as const
  return save(ctx, settled, 'arrears.settled', details)
}

async function save(
  ctx: Context,
  changed: ArrearsRow,
  kind: string,
  details: Record<string, unknown> = {},
) {
  await setCase(ctx.db, changed)
  return tell(ctx, changed, kind, details)
}

async function tell(
  ctx: Context,
  found: ArrearsRow,
  kind: string,
  details: Record<string, unknown>,
) {
  const subject = { id: found.caseId, path: found.unitPath, cityCode: found.cityCode }
  await record(ctx, kind, subject, details)
  return caseReply(found, ctx.now)
}
