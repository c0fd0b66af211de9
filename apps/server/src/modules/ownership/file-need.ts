import { isDeepStrictEqual } from 'node:util'
import type {
  closeNeedRoute,
  fileNeedRoute,
  InputOf,
  listNeedOwnersRoute,
  moveNeedRoute,
} from '@nuandeng/contract'
import {
  addDays,
  NEXT_STEP_DAYS,
  type PlainDate,
  ROLE_PERMISSIONS,
  ROLES,
  shanghaiDate,
} from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import { findCustomerPlace } from './customer.queries.ts'
import { ownerOf } from './customer-owner.ts'
import {
  findNeedForUpdate,
  insertNeed,
  insertStep,
  type NeedStep,
  type StoredNeed,
  setClosed,
  setNextStep,
} from './need.queries.ts'
import { listReaching, listWhoReach } from './staff.queries.ts'

/** Roles that may work on a need, and so own one. */
export const NEED_ROLES = ROLES.filter((role) => ROLE_PERMISSIONS[role].includes('need.write'))

/** Files a need (主动发现需求): from now on it is the utility's own business (分内工作) until it is closed. */
export async function fileNeed(ctx: Context, input: InputOf<typeof fileNeedRoute>) {
  const { needId, customerId, topic, source, text, nextStep, nextStepOn } = input
  const customer = await findCustomerPlace(ctx.db, customerId)
  if (!customer) throw problems.notFound('customer', customerId)
  authorize(ctx, 'need.write', customer)
  refuseBadDay(ctx, nextStepOn)
  if (input.ownerId) await refuseUnlessThere(ctx, input.ownerId, customer.path)
  const ownerId = input.ownerId ?? (await ownerOf(ctx, customerId)).owner.person?.personId ?? null
  const said = { customerId, topic, source, text }
  const { cityCode, path } = customer
  const isNew = await insertNeed(ctx.db, {
    ...{ ...said, cityCode, needId, ownerId, ownerUnitId: customer.unitId, nextStep, nextStepOn },
    ...{ filedBy: ctx.actor.personId, filedByName: ctx.actor.name, filedAt: ctx.now },
  })
  if (isNew === 0) return answerRepeat(ctx, needId, said)
  await record(ctx, 'need.filed', { id: needId, path, cityCode }, { customerId, topic, ownerId })
  return { needId }
}

/** The same need sent again gets the first answer, whatever became of it since. */
async function answerRepeat(ctx: Context, needId: string, said: object) {
  const stored = await findNeedForUpdate(ctx.db, needId)
  const held = stored && {
    ...{ customerId: stored.customerId, topic: stored.topic },
    ...{ source: stored.source, text: stored.text },
  }
  if (stored?.filedBy !== ctx.actor.personId || !isDeepStrictEqual(held, said)) {
    throw problems.conflict('id-taken', 'This id stands for another need')
  }
  return { needId }
}

function refuseBadDay({ now }: Context, nextStepOn: PlainDate) {
  const today = shanghaiDate(now)
  if (nextStepOn < today) throw problems.wrongField('nextStepOn', 'in-past', 'today or later')
  if (nextStepOn > addDays(today, NEXT_STEP_DAYS)) {
    throw problems.wrongField('nextStepOn', 'too-late', `within ${NEXT_STEP_DAYS} days`)
  }
}

async function refuseUnlessThere({ db, now }: Context, ownerId: string, path: string) {
  const wanted = { ids: [ownerId], roles: NEED_ROLES, path, today: shanghaiDate(now) }
  const [owner] = await listReaching(db, wanted)
  if (owner) return owner.name
  throw problems.wrongField('ownerId', 'out-of-reach', 'nobody who works for this customer')
}

/** Who may own a need of a customer, the nearest first. */
export async function listNeedOwners(
  ctx: Context,
  { customerId }: InputOf<typeof listNeedOwnersRoute>,
) {
  const customer = await findCustomerPlace(ctx.db, customerId)
  if (!customer) throw problems.notFound('customer', customerId)
  authorize(ctx, 'need.write', customer)
  const today = shanghaiDate(ctx.now)
  return { items: await listWhoReach(ctx.db, { roles: NEED_ROLES, path: customer.path, today }) }
}

/** Writes down what was done, and what comes next. */
export async function moveNeed(ctx: Context, input: InputOf<typeof moveNeedRoute>) {
  const { needId, done, nextStep, nextStepOn } = input
  const need = await getOpenNeed(ctx, needId)
  refuseBadDay(ctx, nextStepOn)
  const ownerId = input.ownerId === undefined ? need.ownerId : input.ownerId
  const ownerName = ownerId === need.ownerId ? null : await nameOfOwner(ctx, ownerId, need)
  const next = { nextStep, nextStepOn }
  await setNextStep(ctx.db, need, { ...next, ownerId, ownerUnitId: need.unitId })
  await addStep(ctx, need, { done, ...next, ownerName })
  await record(ctx, 'need.moved', subjectOf(need), { nextStepOn, ownerId })
  return { needId }
}

/** The person, or the unit of the customer: a need is never without an owner. */
async function nameOfOwner(ctx: Context, ownerId: string | null, { path, unitId }: StoredNeed) {
  if (ownerId) return refuseUnlessThere(ctx, ownerId, path)
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw new Error(`unit ${unitId} is gone`)
  return unit.name
}

/** Closes a need with its result. */
export async function closeNeed(ctx: Context, input: InputOf<typeof closeNeedRoute>) {
  const { needId, result, text } = input
  const need = await getOpenNeed(ctx, needId)
  await setClosed(ctx.db, need, { result, text, at: ctx.now })
  await addStep(ctx, need, {
    ...{ done: text, nextStep: null, nextStepOn: null, ownerName: null },
  })
  await record(ctx, 'need.closed', subjectOf(need), { result })
  return { needId }
}

async function getOpenNeed(ctx: Context, needId: string): Promise<StoredNeed> {
  const need = await findNeedForUpdate(ctx.db, needId)
  if (!need) throw problems.notFound('need', needId)
  authorize(ctx, 'need.write', need)
  if (need.state === 'closed') throw problems.conflict('need-closed', 'The need is closed')
  return need
}

function addStep(
  { db, now, actor }: Context,
  { cityCode, needId, customerId }: StoredNeed,
  step: Omit<NeedStep, 'at' | 'byName'>,
) {
  const stepId = newId()
  return insertStep(db, {
    ...{ stepId, cityCode, needId, customerId, at: now, byName: actor.name, ...step },
  })
}

function subjectOf({ needId, path, cityCode }: StoredNeed) {
  return { id: needId, path, cityCode }
}
