import type { CustomerPerson } from '@nuandeng/contract'
import { isWithin } from '@nuandeng/domain'
import { type Context, recordAll } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { problems } from '../../platform/problems.ts'
import type { FileRow, ImportTarget, RowFault, Verdict } from '../imports/index.ts'
import { listUnitsBelow, type UnitRow } from '../organisation/index.ts'
import { type Applied, applyValues } from './apply-values.ts'
import {
  type CustomerRow,
  type CustomerWrite,
  insertCustomers,
  listCustomersByAccount,
  updateCustomers,
} from './customer.queries.ts'
import { type CustomerValues, customerColumns } from './customer-columns.ts'
import { type Keeper, keeperOf } from './keeper.ts'
import { subjectOf } from './write-customer.ts'

interface State {
  unit: UnitRow
  byName: Map<string, UnitRow | 'several'>
}

/** A customer to be written, and the fields that differ; none for a new one. */
interface Write {
  customer: CustomerWrite
  fields: string[]
}

/** The register of customers (客户档案). */
export const customerTarget: ImportTarget<typeof customerColumns, State, Write> = {
  name: 'customers',
  title: '客户档案',
  permission: 'customer.import',
  columns: customerColumns,
  // A city's numbers are its own: the same one in two of them is two customers.
  keyOf: (values, state) => `${cityOf(state, values)}/${values.accountNo}`,
  async begin(ctx, unit) {
    const byName: State['byName'] = new Map()
    for (const below of await listUnitsBelow(ctx.db, unit.path)) {
      for (const name of new Set([below.code, below.name]))
        byName.set(name, byName.has(name) ? 'several' : below)
    }
    return { unit, byName }
  },
  // One account is one row of a list; another writer is found by the version, or by the unique account.
  judgesAhead: true,
  async judge(ctx, state, rows) {
    const keeper = keeperOf(ctx.vault)
    const placed = rows.map((row) => ({ row, unit: unitOf(state, row) }))
    const keys = placed.flatMap(({ row, unit }) =>
      'faults' in unit ? [] : [{ cityCode: unit.cityCode, accountNo: row.values.accountNo }],
    )
    // As the system role: an account of a unit out of reach would be found only by the database, and end all.
    const known = await ctx.db.asSystem(() => listCustomersByAccount(ctx.db, keys))
    const stored = new Map(known.map((row) => [`${row.cityCode}/${row.accountNo}`, row]))
    return placed.map(({ row, unit }): Verdict<Write> => {
      if ('faults' in unit) return { result: 'refused', faults: unit.faults }
      const before = stored.get(`${unit.cityCode}/${row.values.accountNo}`)
      return before ? judgeKnown(state, keeper, { row, unit, before }) : judgeNew(keeper, row, unit)
    })
  },
  async write(ctx, _state, writes) {
    const made = writes.filter(({ customer }) => customer.version === 0)
    const changed = writes.filter(({ customer }) => customer.version > 0)
    if (made.length > 0)
      await insertCustomers(
        ctx.db,
        made.map(({ customer }) => customer),
        ctx.now,
      )
    if (changed.length > 0) await writeChanged(ctx, changed)
  },
}

async function writeChanged(ctx: Context, changed: readonly Write[]) {
  const customers = changed.map(({ customer }) => customer)
  if ((await updateCustomers(ctx.db, customers, ctx.now)) < customers.length)
    throw problems.conflict('changed-meanwhile', 'Somebody changed a file of this list meanwhile')
  await recordAll(
    ctx,
    changed.map(({ customer, fields }) => ({
      kind: 'customer.imported',
      subject: subjectOf(customer),
      details: { fields },
    })),
  )
}

/** The unit that a row names, by code or name; without one the unit of the import. */
function unitOf({ unit, byName }: State, { values }: FileRow<CustomerValues>) {
  const found = values.unit === null ? unit : byName.get(values.unit)
  if (found === 'several')
    return { faults: [fault('unit', 'several-units', '有几个单位同名，请填单位编码')] }
  return found ?? { faults: [fault('unit', 'unknown-unit', '导入单位之下没有这个单位')] }
}

/** The city of a row; a unit that is unknown or ambiguous stands for itself. */
function cityOf({ unit, byName }: State, values: CustomerValues): string {
  const found = values.unit === null ? unit : byName.get(values.unit)
  return found && found !== 'several' ? found.cityCode : (values.unit ?? '')
}

const fault = (field: string | null, code: string, message: string): RowFault => ({
  field,
  code,
  message,
})

/** Faults of a row as a whole: what it tells must fit together with what is stored. */
function faultsOf({ content }: Applied, values: CustomerValues): RowFault[] {
  const faults: RowFault[] = []
  const { longitude, latitude, datum } = values
  const told = [longitude, latitude, datum].filter((part) => part !== null).length
  if (told > 0 && told < 3) {
    const field = longitude === null ? 'longitude' : latitude === null ? 'latitude' : 'datum'
    faults.push(fault(field, 'incomplete-place', '经度、纬度和坐标系要一起填'))
  }
  const { grade, gradeDecidedBy, gradeDecidedOn } = content
  if ((gradeDecidedBy === null) !== (gradeDecidedOn === null)) {
    const field = gradeDecidedBy === null ? 'gradeDecidedBy' : 'gradeDecidedOn'
    faults.push(fault(field, 'half-decision', '认定部门和认定日期要一起填'))
  } else if (grade === null && gradeDecidedBy !== null) {
    faults.push(fault('grade', 'half-decision', '有认定部门，没有重要性等级'))
  }
  return faults
}

function judgeNew(
  keeper: Keeper,
  { values }: FileRow<CustomerValues>,
  unit: UnitRow,
): Verdict<Write> {
  const applied = applyValues(undefined, values)
  const faults = faultsOf(applied, values)
  if (faults.length > 0) return { result: 'refused', faults }
  const customerId = newId()
  const { accountNo } = values
  const place = { cityCode: unit.cityCode, unitId: unit.unitId, unitPath: unit.path }
  const { content, people, verifiedOn } = applied
  const kept = keeper.keep({ customerId, unitPath: unit.path }, content, people)
  // One spread each: this is done a million times.
  const customer = { ...content, ...place, ...kept, customerId, accountNo, verifiedOn, version: 0 }
  return { result: 'created', write: { customer, fields: [] } }
}

interface Known {
  row: FileRow<CustomerValues>
  unit: UnitRow
  before: CustomerRow
}

function judgeKnown(state: State, keeper: Keeper, { row, unit, before }: Known): Verdict<Write> {
  const { values } = row
  if (!isWithin(before.unitPath, state.unit.path)) {
    const message = '这个户号已登记在导入单位之外'
    return { result: 'refused', faults: [fault('accountNo', 'account-elsewhere', message)] }
  }
  const people: CustomerPerson[] = keeper.open(before.customerId, before.peopleSealed)
  const was: Applied = { content: before, people, verifiedOn: before.verifiedOn }
  const applied = applyValues(was, values)
  const faults = faultsOf(applied, values)
  if (faults.length > 0) return { result: 'refused', faults }
  const fields = changedFields(was, applied)
  const isMoved = values.unit !== null && unit.unitId !== before.unitId
  if (isMoved) fields.push('unitId')
  if (fields.length === 0) return { result: 'unchanged' }
  const [unitId, unitPath] = isMoved ? [unit.unitId, unit.path] : [before.unitId, before.unitPath]
  const customer: CustomerWrite = {
    ...before,
    ...applied.content,
    ...{ unitId, unitPath, verifiedOn: applied.verifiedOn },
    ...keeper.keep({ customerId: before.customerId, unitPath }, applied.content, applied.people),
  }
  return { result: 'changed', write: { customer, fields } }
}

function changedFields(was: Applied, now: Applied): string[] {
  const fields = Object.keys(now.content).filter((field) => {
    const key = field as keyof Applied['content']
    return !isSame(was.content[key], now.content[key])
  })
  if (!isSame(was.people, now.people)) fields.push('people')
  if (was.verifiedOn !== now.verifiedOn) fields.push('verifiedOn')
  return fields
}

/** Equal in what they say, whatever the order of keys: the database keeps them in its own. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false
  const [first, second] = [one as Record<string, unknown>, other as Record<string, unknown>]
  const keys = Object.keys(first)
  return (
    keys.length === Object.keys(second).length &&
    keys.every((key) => isSame(first[key], second[key]))
  )
}
