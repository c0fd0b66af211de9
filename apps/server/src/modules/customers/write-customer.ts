import type {
  CustomerPerson,
  createCustomerRoute,
  editCustomerRoute,
  InputOf,
  verifyCustomerRoute,
} from '@nuandeng/contract'
import { shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { constraintOf } from '../../platform/db.ts'
import { type Problem, problems } from '../../platform/problems.ts'
import { getOpenUnit } from '../organisation/index.ts'
import {
  type CustomerRow,
  type CustomerWrite,
  findCustomerForUpdate,
  insertCustomers,
  setVerified,
  updateCustomers,
} from './customer.queries.ts'
import type { CustomerContent } from './customer-content.ts'
import { keeperOf } from './keeper.ts'

/** Begins the file of a customer (建档). */
export async function createCustomer(ctx: Context, input: InputOf<typeof createCustomerRoute>) {
  const { customerId, accountNo, unitId, people, ...content } = input
  const unit = await getOpenUnit(ctx, unitId)
  authorize(ctx, 'customer.create', unit)
  refuseHalfDecision(content)
  const write: CustomerWrite = {
    ...{ ...content, customerId, accountNo, unitId, cityCode: unit.cityCode, unitPath: unit.path },
    ...keeperOf(ctx.vault).keep({ customerId, unitPath: unit.path }, content, people),
    ...{ verifiedOn: null, version: 0 },
  }
  await insertCustomers(ctx.db, [write], ctx.now).catch((error) => {
    throw takenProblem(error) ?? error
  })
  await record(ctx, 'customer.created', subjectOf(write), { accountNo })
  return { customerId, version: 1 }
}

/** Changes what is sent of a file, unless somebody changed it since it was read. */
export async function editCustomer(ctx: Context, input: InputOf<typeof editCustomerRoute>) {
  const { customerId, version, unitId, people, ...change } = input
  const stored = await getCustomerForUpdate(ctx, customerId)
  authorize(ctx, 'customer.edit', { path: stored.unitPath })
  if (stored.version !== version) throw changedMeanwhile(stored)
  const unit = await unitAfter(ctx, stored, unitId)
  const content: CustomerContent = { ...stored, ...withoutGaps(change) }
  refuseHalfDecision(content)
  const keeper = keeperOf(ctx.vault)
  const all: CustomerPerson[] = people ?? keeper.open(customerId, stored.peopleSealed)
  const write = {
    ...stored,
    ...content,
    ...unit,
    ...keeper.keep({ customerId, unitPath: unit.unitPath }, content, all),
  }
  await updateCustomers(ctx.db, [write], ctx.now)
  await record(ctx, 'customer.edited', subjectOf(write), {
    fields: Object.keys(input).filter((field) => field !== 'customerId' && field !== 'version'),
    ...(unit.unitId === stored.unitId ? {} : { fromUnitId: stored.unitId, unitId: unit.unitId }),
  })
  return { customerId, version: version + 1 }
}

/** Confirms a file on the spot (核实): from this day it is not stale. */
export async function verifyCustomer(ctx: Context, input: InputOf<typeof verifyCustomerRoute>) {
  const stored = await getCustomerForUpdate(ctx, input.customerId)
  authorize(ctx, 'customer.verify', { path: stored.unitPath })
  if (stored.version !== input.version) throw changedMeanwhile(stored)
  const verifiedOn = shanghaiDate(ctx.now)
  const by = { personId: ctx.actor.personId, on: verifiedOn, at: ctx.now }
  const { version } = await setVerified(ctx.db, stored, by)
  const details = { verifiedOn, ...(input.note ? { note: input.note } : {}) }
  await record(ctx, 'customer.verified', subjectOf(stored), details)
  return { customerId: stored.customerId, version, verifiedOn }
}

async function getCustomerForUpdate(ctx: Context, customerId: string): Promise<CustomerRow> {
  const stored = await findCustomerForUpdate(ctx.db, customerId)
  if (!stored) throw problems.notFound('customer', customerId)
  if (stored.mergedIntoId !== null) {
    const advice = `It is part of ${stored.mergedIntoId}`
    throw problems.conflict('merged-away', 'This file was merged into another one', advice)
  }
  return stored
}

/** A customer as what an Event is about. */
export function subjectOf(customer: { customerId: string; unitPath: string; cityCode: string }) {
  return { id: customer.customerId, path: customer.unitPath, cityCode: customer.cityCode }
}

/** The unit that a customer is to stand at; a city keeps its accounts, since numbers are its own. */
async function unitAfter(ctx: Context, stored: CustomerRow, unitId = stored.unitId) {
  if (unitId === stored.unitId) return { unitId, unitPath: stored.unitPath }
  const unit = await getOpenUnit(ctx, unitId)
  authorize(ctx, 'customer.edit', unit)
  if (unit.cityCode !== stored.cityCode) throw otherCity()
  return { unitId, unitPath: unit.path }
}

export function otherCity(): Problem {
  const advice = 'Close the account there and begin a file in the other city'
  return problems.conflict('other-city', 'A customer stays in its city', advice)
}

function changedMeanwhile({ version }: CustomerRow): Problem {
  const advice = `It is version ${version} by now; read it again`
  return problems.conflict('changed-meanwhile', 'Somebody changed this file meanwhile', advice)
}

/** Trap: a grade is decided by the government's power department. Who and when belong together. */
function refuseHalfDecision({ grade, gradeDecidedBy, gradeDecidedOn }: CustomerContent) {
  if ((gradeDecidedBy === null) !== (gradeDecidedOn === null)) {
    const field = gradeDecidedBy === null ? 'gradeDecidedBy' : 'gradeDecidedOn'
    throw problems.wrongField(field, 'half-decision', 'who decided and when belong together')
  }
  if (grade === null && gradeDecidedBy !== null)
    throw problems.wrongField('grade', 'required', 'a decision needs the grade that was decided')
}

function withoutGaps<T extends object>(change: T) {
  type Given = { [K in keyof T]?: Exclude<T[K], undefined> }
  return Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  ) as Given
}

function takenProblem(error: unknown): Problem | undefined {
  switch (constraintOf(error)) {
    case 'customer_city_code_account_no_key':
      return problems.conflict('account-taken', 'This account number has a file in its city')
    case 'customer_pkey':
      return problems.conflict('id-taken', 'There is a customer with this id')
    default:
      return undefined
  }
}
