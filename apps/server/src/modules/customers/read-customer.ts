import type { getCustomerRoute, InputOf, revealCustomerRoute } from '@nuandeng/contract'
import {
  isPersonal,
  isStale,
  maskAddress,
  nameShown,
  type PlainDate,
  type SupplyArea,
  shanghaiDate,
} from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { type CustomerView, findCustomerView } from './customer.queries.ts'
import { completenessOfFile } from './customer-content.ts'
import { keeperOf } from './keeper.ts'
import { subjectOf } from './write-customer.ts'

/** The limits of arrival in towns are the shortest: they hold where the area is not known. */
const STRICTEST: SupplyArea = 'urban'

/** The file of one customer (一户一档), personal data masked. */
export async function getCustomer(ctx: Context, input: InputOf<typeof getCustomerRoute>) {
  const row = await getCustomerView(ctx, input.customerId)
  authorize(ctx, 'customer.read', { path: row.unitPath })
  return {
    ...customerItem(row, shanghaiDate(ctx.now)),
    place: row.place,
    gradeDecidedBy: row.gradeDecidedBy,
    gradeDecidedOn: row.gradeDecidedOn,
    effectiveSupplyArea: row.supplyArea ?? STRICTEST,
    ...{ connectedOn: row.connectedOn, isTemporary: row.isTemporary },
    details: row.details,
    remark: row.remark,
    people: row.peopleMasked,
    missing: completenessOfFile(row, row.peopleMasked).missing,
    mergedIntoId: row.mergedIntoId,
    createdAt: row.createdAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
  }
}

/** Shows a customer in full, and writes down who looked and what for. */
export async function revealCustomer(ctx: Context, input: InputOf<typeof revealCustomerRoute>) {
  const row = await getCustomerView(ctx, input.customerId)
  authorize(ctx, 'customer.reveal', { path: row.unitPath })
  await record(ctx, 'customer.revealed', subjectOf(row), { purpose: input.purpose })
  const people = keeperOf(ctx.vault).open(row.customerId, row.peopleSealed)
  return { name: row.name, address: row.address, people }
}

async function getCustomerView(ctx: Context, customerId: string): Promise<CustomerView> {
  const row = await findCustomerView(ctx.db, customerId)
  if (!row) throw problems.notFound('customer', customerId)
  return row
}

/** A customer as lists show it. */
export function customerItem(row: CustomerView, today: PlainDate) {
  const isMasked = isPersonal(row.customerClass)
  return {
    customerId: row.customerId,
    cityCode: row.cityCode,
    accountNo: row.accountNo,
    unit: { unitId: row.unitId, kind: row.unitKind, name: row.unitName, path: row.unitPath },
    name: nameShown(row.name, row.customerClass),
    address: isMasked && row.address !== null ? maskAddress(row.address) : row.address,
    isMasked,
    transformerArea: row.transformerArea,
    customerClass: row.customerClass,
    tags: row.tags,
    grade: row.grade,
    isGradeDecided: row.gradeDecidedOn !== null,
    useCategory: row.useCategory,
    voltage: row.voltage,
    capacityKva: row.capacityKva,
    supplyArea: row.supplyArea,
    status: row.status,
    phone: row.peopleMasked.find(({ phone }) => phone)?.phone ?? null,
    completeness: row.completeness,
    verifiedOn: row.verifiedOn,
    isStale: isStale(row.verifiedOn, today),
    version: row.version,
  }
}
