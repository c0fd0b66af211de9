import type { getAssuranceRoute, InputOf, recordAssuranceRoute } from '@nuandeng/contract'
import { addMonths, type Permission, shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import {
  findCustomerPlace,
  findEntry,
  type HazardRow,
  insertEntry,
  listEntries,
  listHazards,
} from './assurance.queries.ts'
import { cyclesAt } from './cycles.ts'

export async function getKeyCustomer(ctx: Context, customerId: string, permission: Permission) {
  const customer = await findCustomerPlace(ctx.db, customerId)
  if (!customer) throw problems.notFound('customer', customerId)
  authorize(ctx, permission, customer)
  return customer
}

/** The cycle of a customer, what was done, and the hazards. */
export async function getAssurance(
  ctx: Context,
  { customerId }: InputOf<typeof getAssuranceRoute>,
) {
  const customer = await getKeyCustomer(ctx, customerId, 'assurance.read')
  const cycles = await cyclesAt(ctx.db, customer.path)
  const cycle = cycles.find(({ grade }) => grade === customer.grade)
  if (!cycle) throw new Error(`no cycle for ${customer.grade}`)
  const entries = await listEntries(ctx.db, customerId)
  const last = entries.find(({ kind }) => kind === 'inspection')
  const today = shanghaiDate(ctx.now)
  return {
    customerId,
    cycle,
    inspectionDueOn: last ? addMonths(last.doneOn, cycle.months) : null,
    entries: entries.map(({ recordedBy: _, recordedByName, recordedAt, ...entry }) => ({
      ...{ ...entry, recordedBy: recordedByName, recordedAt: recordedAt.toISOString() },
    })),
    hazards: (await listHazards(ctx.db, customerId)).map((row) => hazardReply(row, today)),
  }
}

function hazardReply({ foundBy: _, foundByName, ...row }: HazardRow, today: string) {
  return { ...row, foundBy: foundByName, isOverdue: !row.removedOn && row.deadlineOn < today }
}

/** Notes an inspection, a plan, a drill or a day of contract service (保障记录). */
export async function recordAssurance(ctx: Context, input: InputOf<typeof recordAssuranceRoute>) {
  const { entryId, customerId, kind, doneOn, nextOn = null, text } = input
  const customer = await getKeyCustomer(ctx, customerId, 'assurance.write')
  refuseBadDays(input, shanghaiDate(ctx.now))
  const { personId, name } = ctx.actor
  const { cityCode, path } = customer
  const isNew = await insertEntry(ctx.db, {
    ...{ cityCode, customerId, entryId, kind, doneOn, nextOn, text },
    ...{ recordedBy: personId, recordedByName: name, recordedAt: ctx.now },
  })
  if (isNew === 0) {
    const stored = await findEntry(ctx.db, entryId)
    const isSame =
      stored?.customerId === customerId &&
      stored.kind === kind &&
      stored.doneOn === doneOn &&
      stored.nextOn === nextOn &&
      stored.text === text &&
      stored.recordedBy === personId
    if (!isSame) throw problems.conflict('id-taken', 'This id stands for another entry')
    return { entryId }
  }
  const details = { entryId, kind, doneOn, nextOn }
  await record(ctx, 'assurance.recorded', { id: customerId, path, cityCode }, details)
  return { entryId }
}

function refuseBadDays(
  { kind, doneOn, nextOn }: InputOf<typeof recordAssuranceRoute>,
  today: string,
) {
  if (doneOn > today) throw problems.wrongField('doneOn', 'in-future', 'noted when it is done')
  if (kind === 'inspection') {
    if (nextOn) throw problems.wrongField('nextOn', 'by-cycle', 'inspections follow their cycle')
    return
  }
  if (!nextOn) throw problems.wrongField('nextOn', 'required', 'when is the next one due?')
  if (nextOn <= doneOn) throw problems.wrongField('nextOn', 'before-start', 'later than doneOn')
}
