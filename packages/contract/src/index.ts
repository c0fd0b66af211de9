import * as audit from './audit.ts'
import * as campaigns from './campaigns.ts'
import * as fieldwork from './fieldwork.ts'
import * as organisation from './organisation.ts'
import type { Route } from './route.ts'

export * from './audit.ts'
export * from './campaigns.ts'
export * from './fieldwork.ts'
export * from './organisation.ts'
export * from './problem.ts'
export * from './route.ts'
export * from './values.ts'

/** Every operation by its name (`recordFieldwork`): walked by the access tests and the OpenAPI document. */
export const contract: Readonly<Record<string, Route>> = Object.fromEntries(
  Object.entries({ ...organisation, ...campaigns, ...fieldwork, ...audit })
    .filter(([name]) => name.endsWith('Route'))
    .map(([name, route]) => [name.slice(0, -'Route'.length), route as Route]),
)
