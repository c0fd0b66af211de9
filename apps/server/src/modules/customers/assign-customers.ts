import type { assignCustomersRoute, InputOf } from '@nuandeng/contract'
import { isWithin, pathsWith } from '@nuandeng/domain'
import { authorize, type Context, recordAll } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { getOpenUnit, type UnitRow } from '../organisation/index.ts'
import {
  type CustomerKey,
  type CustomerRow,
  listCustomersForUpdate,
  updateAssigned,
} from './customer.queries.ts'
import { completenessOfFile } from './customer-content.ts'
import { type CustomerCursor, listCustomerKeys, listKeysById } from './list.queries.ts'
import { filterOf } from './list-customers.ts'
import { otherCity, subjectOf } from './write-customer.ts'

type Input = InputOf<typeof assignCustomersRoute>

const PAGE = 5000
const MOST_TAGS = 20

/** Gives many customers a class, tags or another unit at once (批量分派), set by set. */
export async function assignCustomers(ctx: Context, input: Input) {
  const { customerClass, addTags = [], removeTags = [], unitId } = input
  if (!customerClass && !unitId && addTags.length + removeTags.length === 0)
    throw problems.wrongField('body', 'nothing-to-do', 'give a class, a tag or a unit')
  const unit = unitId ? await getOpenUnit(ctx, unitId) : undefined
  if (unit) authorize(ctx, 'customer.assign', unit)
  const keys = await keysOfInput(ctx, input)
  let changed = 0
  for (let at = 0; at < keys.length; at += PAGE) {
    changed += await assignPage(ctx, keys.slice(at, at + PAGE), { ...input, unit })
  }
  return { changed, unchanged: keys.length - changed }
}

async function keysOfInput(ctx: Context, { of }: Input): Promise<CustomerKey[]> {
  if ('customerIds' in of) return keysById(ctx, [...new Set(of.customerIds)])
  const filter = await filterOf(ctx, of.filter, 'customer.assign')
  const keys: (CustomerKey & CustomerCursor)[] = []
  for (;;) {
    const page = await listCustomerKeys(ctx.db, filter, { after: keys.at(-1), limit: PAGE })
    keys.push(...page)
    if (page.length < PAGE || keys.length > of.expected) break
  }
  if (keys.length !== of.expected) {
    const advice = `${of.expected} were expected; look at the list again`
    throw problems.conflict('list-changed', 'The filter finds other customers by now', advice)
  }
  return keys
}

/** Ids that are not found, or out of reach, refuse the whole. */
async function keysById(ctx: Context, customerIds: readonly string[]) {
  const keys = await listKeysById(ctx.db, customerIds)
  const [gone] = customerIds.filter((id) => !keys.some(({ customerId }) => customerId === id))
  if (gone) throw problems.notFound('customer', gone)
  return keys
}

type Assigning = Omit<Input, 'unitId'> & { unit: UnitRow | undefined }

async function assignPage(ctx: Context, keys: readonly CustomerKey[], assigning: Assigning) {
  const rows = await listCustomersForUpdate(ctx.db, keys)
  const reached = pathsWith(ctx.actor.grants, 'customer.assign')
  if (rows.some((row) => !reached.some((path) => isWithin(row.unitPath, path))))
    throw problems.forbidden()
  const changes = rows.flatMap((row) => changeOf(row, assigning))
  if (changes.length === 0) return 0
  await updateAssigned(ctx.db, changes, ctx.now)
  const { unit, customerClass, addTags, removeTags, reason } = assigning
  const details = { customerClass, addTags, removeTags, unitId: unit?.unitId, reason }
  await recordAll(
    ctx,
    changes.map((row) => ({ kind: 'customer.assigned', subject: subjectOf(row), details })),
  )
  return changes.length
}

/** The row as it is to be, when anything of it is to change. */
function changeOf(row: CustomerRow, assigning: Assigning): CustomerRow[] {
  const { unit, addTags = [], removeTags = [] } = assigning
  if (unit && unit.cityCode !== row.cityCode) throw otherCity()
  const customerClass = assigning.customerClass ?? row.customerClass
  const kept = row.tags.filter((tag) => !removeTags.includes(tag))
  const tags = [...new Set([...kept, ...addTags])]
  if (tags.length > MOST_TAGS)
    throw problems.wrongField(
      'addTags',
      'too-many',
      `${row.accountNo} would have ${tags.length} tags`,
    )
  const unitId = unit?.unitId ?? row.unitId
  const isSame =
    customerClass === row.customerClass &&
    unitId === row.unitId &&
    tags.length === row.tags.length &&
    tags.every((tag, i) => tag === row.tags[i])
  if (isSame) return []
  const completeness = completenessOfFile({ ...row, customerClass }, row.peopleMasked).percent
  return [
    { ...row, customerClass, tags, unitId, unitPath: unit?.path ?? row.unitPath, completeness },
  ]
}
