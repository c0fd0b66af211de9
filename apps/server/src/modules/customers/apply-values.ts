import type { CustomerDetails, CustomerPerson } from '@nuandeng/contract'
import { classOfUse, type PlainDate } from '@nuandeng/domain'
import type { CustomerValues } from './customer-columns.ts'
import { type CustomerContent, EMPTY_CONTENT } from './customer-content.ts'

/** A file and its people as a row of a list leaves them. */
export interface Applied {
  content: CustomerContent
  people: CustomerPerson[]
  verifiedOn: PlainDate | null
}

/** Applies a row of a list to what is stored: what the row does not tell stays as it is. */
export function applyValues(before: Applied | undefined, values: CustomerValues): Applied {
  const was = before?.content ?? EMPTY_CONTENT
  const content: CustomerContent = {
    name: values.name,
    address: values.address ?? was.address,
    place: placeOf(values) ?? was.place,
    transformerArea: values.transformerArea ?? was.transformerArea,
    customerClass: values.customerClass ?? (before ? was.customerClass : certainClass(values)),
    tags: values.tags ?? was.tags,
    grade: values.grade ?? was.grade,
    gradeDecidedBy: values.gradeDecidedBy ?? was.gradeDecidedBy,
    gradeDecidedOn: values.gradeDecidedOn ?? was.gradeDecidedOn,
    useCategory: values.useCategory ?? was.useCategory,
    voltage: values.voltage ?? was.voltage,
    capacityKva: values.capacityKva ?? was.capacityKva,
    supplyArea: values.supplyArea ?? was.supplyArea,
    status: values.status ?? was.status,
    connectedOn: values.connectedOn ?? was.connectedOn,
    isTemporary: values.isTemporary === null ? was.isTemporary : values.isTemporary === 'yes',
    details: detailsAfter(was.details, values),
    remark: values.remark ?? was.remark,
  }
  return {
    content,
    people: peopleAfter(before?.people ?? [], values),
    verifiedOn: values.verifiedOn ?? before?.verifiedOn ?? null,
  }
}

/** What a new file is classed as where the list does not say: an important grade A, agriculture C1, homes C2. */
function certainClass({ grade, useCategory }: CustomerValues) {
  return grade ? 'A' : classOfUse(useCategory)
}

function placeOf({ longitude, latitude, datum }: CustomerValues) {
  if (longitude === null || latitude === null || datum === null) return null
  return { longitude, latitude, datum }
}

function detailsAfter(was: CustomerDetails, values: CustomerValues): CustomerDetails {
  const details = { ...was }
  const { sources, ownSupplyKw, expansionKva, phases, hasBreaker } = values
  put(details, 'supply', {
    creditCode: values.creditCode,
    sources: sources && sourcesAfter(was, sources),
    securityLoadKw: values.securityLoadKw,
    ownSupply: ownSupplyKw === null ? null : { ...was.supply?.ownSupply, kw: ownSupplyKw },
  })
  put(details, 'plan', {
    production: values.production,
    expansion: expansionKva === null ? null : { ...was.plan?.expansion, kva: expansionKva },
  })
  put(details, 'irrigation', { wells: values.wells, season: values.season })
  put(details, 'home', {
    phases: phases === null ? null : phases === '3' ? 3 : 1,
    hasBreaker: hasBreaker === null ? null : hasBreaker === 'yes',
    wiringHazards: values.wiringHazards,
    appliances: values.appliances,
  })
  return details
}

/** Sources by name; what else is known of one stays. */
function sourcesAfter(was: CustomerDetails, names: readonly string[]) {
  return names.map(
    (name) => was.supply?.sources?.find((source) => source.name === name) ?? { name },
  )
}

function put<B extends keyof CustomerDetails>(
  details: CustomerDetails,
  block: B,
  parts: Readonly<Record<string, unknown>>,
) {
  for (const key in parts) {
    if (parts[key] === null) continue
    details[block] = { ...details[block], [key]: parts[key] }
  }
}

/** The contact and the duty electrician of a list are the first of their role; others stay. */
function peopleAfter(was: readonly CustomerPerson[], values: CustomerValues): CustomerPerson[] {
  const withContact = withPerson(was, 'contact', { name: values.contact, phone: values.phone })
  return withPerson(withContact, 'duty-electrician', {
    name: values.electrician,
    phone: values.electricianPhone,
    licenceNo: values.licenceNo,
    licenceExpiresOn: values.licenceExpiresOn,
  })
}

type PersonChange = { [K in 'name' | 'phone' | 'licenceNo']?: string | null } & {
  licenceExpiresOn?: PlainDate | null
}

function withPerson(
  people: readonly CustomerPerson[],
  role: CustomerPerson['role'],
  change: PersonChange,
): CustomerPerson[] {
  const told = Object.entries(change).filter(([, value]) => value !== null)
  if (told.length === 0) return [...people]
  const at = people.findIndex((person) => person.role === role)
  const person = { role, ...people[at], ...Object.fromEntries(told) }
  return at === -1 ? [...people, person] : people.with(at, person)
}
