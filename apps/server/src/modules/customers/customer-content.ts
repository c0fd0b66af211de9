import type { CustomerDetails, CustomerPerson } from '@nuandeng/contract'
import {
  type CustomerClass,
  type CustomerStatus,
  completenessOf,
  type FileField,
  type Grade,
  type PersonRole,
  type PlainDate,
  type SupplyArea,
  type UseCategory,
  type Voltage,
} from '@nuandeng/domain'

/** What a person or a list says of a customer; everything but where it stands and its number. */
export interface CustomerContent {
  name: string
  address: string | null
  place: { longitude: number; latitude: number; datum: 'WGS-84' | 'GCJ-02' } | null
  transformerArea: string | null
  customerClass: CustomerClass | null
  tags: string[]
  grade: Grade | null
  gradeDecidedBy: string | null
  gradeDecidedOn: PlainDate | null
  useCategory: UseCategory | null
  voltage: Voltage | null
  capacityKva: number | null
  supplyArea: SupplyArea | null
  status: CustomerStatus
  connectedOn: PlainDate | null
  isTemporary: boolean | null
  details: CustomerDetails
  remark: string | null
}

/** Of a customer of whom nothing is known yet. */
export const EMPTY_CONTENT: CustomerContent = {
  name: '',
  address: null,
  place: null,
  transformerArea: null,
  customerClass: null,
  tags: [],
  grade: null,
  gradeDecidedBy: null,
  gradeDecidedOn: null,
  useCategory: null,
  voltage: null,
  capacityKva: null,
  supplyArea: null,
  status: 'normal',
  connectedOn: null,
  isTemporary: null,
  details: {},
  remark: null,
}

/** What completeness needs of the people of a customer: open also where their names are sealed. */
export interface PersonSeen {
  role: PersonRole
  phone?: string | null | undefined
}

/** How complete the file is, and what its class requires and it does not hold. */
export function completenessOfFile(content: CustomerContent, people: readonly PersonSeen[]) {
  return completenessOf(content.customerClass, (field) => isFilled(field, content, people))
}

function isFilled(field: FileField, content: CustomerContent, people: readonly PersonSeen[]) {
  if (field === 'phone') return people.some(({ phone }) => phone)
  if (field.startsWith('person.')) return people.some(({ role }) => field === `person.${role}`)
  const [block = '', part] = field.split('.')
  const holder = (part ? content.details[block as keyof CustomerDetails] : content) ?? {}
  const value = (holder as Record<string, unknown>)[part ?? block]
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)
}

/** The telephone that stands for a customer: of the first person who has one. */
export function mainPhone(people: readonly CustomerPerson[]): string | null {
  return people.find(({ phone }) => phone)?.phone ?? null
}
