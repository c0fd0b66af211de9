import {
  CLASS_CODES,
  GRADE_CODES,
  isPersonal,
  maskAddress,
  maskName,
  maskPhone,
  STATUS_CODES,
  SUPPLY_AREA_CODES,
  USE_CATEGORY_CODES,
} from '@nuandeng/domain'
import type { Cell } from '../../platform/xlsx.ts'
import type { CustomerView } from './customer.queries.ts'
import { customerColumns } from './customer-columns.ts'
import type { Keeper } from './keeper.ts'

type Field = keyof typeof customerColumns

/** The headings of an export: those of the import, so that what goes out can come back. */
export const EXPORT_COLUMNS = Object.values(customerColumns).map(({ title }) => title)

const word = (codes: Readonly<Record<string, readonly string[]>>, value: string | null) =>
  value === null ? null : (codes[value]?.[0] ?? value)
const list = (values: readonly (string | number)[] | undefined) =>
  values && values.length > 0 ? values.join('、') : null
const yesNo = (value: boolean | undefined) => (value === undefined ? null : value ? '是' : '否')

/** One customer as a row of an export, in the order of its headings. */
export function exportCells(row: CustomerView, keeper: Keeper, isFull: boolean): Cell[] {
  const hidesPerson = !isFull && isPersonal(row.customerClass)
  const people = keeper.open(row.customerId, row.peopleSealed)
  const personOf = (role: string) => people.find((person) => person.role === role)
  const [contact, electrician] = [personOf('contact'), personOf('duty-electrician')]
  const shown = (value: string | null | undefined, mask: (text: string) => string) =>
    value ? (isFull ? value : mask(value)) : null
  const { supply, plan, irrigation, home } = row.details
  const cells: Record<Field, Cell> = {
    accountNo: row.accountNo,
    name: hidesPerson ? maskName(row.name) : row.name,
    // With stars, so that it cannot come back by an import.
    address: hidesPerson && row.address !== null ? `${maskAddress(row.address)}**` : row.address,
    unit: row.unitCode,
    transformerArea: row.transformerArea,
    customerClass: word(CLASS_CODES, row.customerClass),
    tags: list(row.tags),
    grade: word(GRADE_CODES, row.grade),
    gradeDecidedBy: row.gradeDecidedBy,
    gradeDecidedOn: row.gradeDecidedOn,
    useCategory: word(USE_CATEGORY_CODES, row.useCategory),
    voltage: row.voltage,
    capacityKva: row.capacityKva,
    supplyArea: word(SUPPLY_AREA_CODES, row.supplyArea),
    status: word(STATUS_CODES, row.status),
    connectedOn: row.connectedOn,
    isTemporary: yesNo(row.isTemporary ?? undefined),
    longitude: row.place?.longitude ?? null,
    latitude: row.place?.latitude ?? null,
    datum: row.place?.datum ?? null,
    contact: shown(contact?.name, maskName),
    phone: shown(contact?.phone, maskPhone),
    electrician: shown(electrician?.name, maskName),
    electricianPhone: shown(electrician?.phone, maskPhone),
    licenceNo: shown(electrician?.licenceNo, () => '**'),
    licenceExpiresOn: electrician?.licenceExpiresOn ?? null,
    creditCode: supply?.creditCode ?? null,
    sources: list(supply?.sources?.map(({ name }) => name)),
    securityLoadKw: supply?.securityLoadKw ?? null,
    ownSupplyKw: supply?.ownSupply?.kw ?? null,
    production: plan?.production ?? null,
    expansionKva: plan?.expansion?.kva ?? null,
    wells: irrigation?.wells ?? null,
    season: list(irrigation?.season),
    phases: home?.phases ? `${home.phases === 3 ? '三' : '单'}相` : null,
    hasBreaker: yesNo(home?.hasBreaker),
    wiringHazards: list(home?.wiringHazards),
    appliances: list(home?.appliances),
    verifiedOn: row.verifiedOn,
    remark: row.remark,
  }
  return (Object.keys(customerColumns) as Field[]).map((field) => cells[field])
}
