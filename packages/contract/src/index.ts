import * as audit from './audit.ts'
import * as campaigns from './campaigns.ts'
import * as commitments from './commitments.ts'
import * as fieldwork from './fieldwork.ts'
import * as organisation from './organisation.ts'
import * as requestActions from './request-actions.ts'
import * as requestDesk from './request-desk.ts'
import * as requests from './requests.ts'
import type { Route } from './route.ts'

export * from './audit.ts'
export * from './campaigns.ts'
export * from './commitments.ts'
export * from './fieldwork.ts'
export * from './organisation.ts'
export * from './problem.ts'
export * from './request-actions.ts'
export * from './request-desk.ts'
export * from './requests.ts'
export * from './route.ts'
export * from './values.ts'

const exported = {
  ...organisation,
  ...campaigns,
  ...fieldwork,
  ...commitments,
  ...requests,
  ...requestActions,
  ...requestDesk,
  ...audit,
}

type Contract = {
  readonly [Name in keyof typeof exported as Name extends `${infer Operation}Route`
    ? Operation
    : never]: (typeof exported)[Name]
}
export type OperationName = keyof Contract

/** Every operation by its name (`recordFieldwork`): walked by the access tests and the OpenAPI document. */
export const contract = Object.fromEntries(
  Object.entries(exported)
    .filter(([name]) => name.endsWith('Route'))
    .map(([name, route]) => [name.slice(0, -'Route'.length), route]),
) as Contract satisfies Readonly<Record<string, Route>>
