import * as assurance from './assurance.ts'
import * as audit from './audit.ts'
import * as calendar from './calendar.ts'
import * as callBackRules from './call-back-rules.ts'
import * as campaigns from './campaigns.ts'
import * as commitments from './commitments.ts'
import * as customers from './customers.ts'
import * as duplicates from './customers-duplicates.ts'
import * as displays from './displays.ts'
import * as fieldwork from './fieldwork.ts'
import * as imports from './imports.ts'
import * as liaison from './liaison.ts'
import * as metering from './metering.ts'
import * as mobileService from './mobile-service.ts'
import * as needs from './needs.ts'
import * as newSupply from './new-supply.ts'
import * as outages from './outages.ts'
import * as people from './people.ts'
import * as protection from './protection.ts'
import * as requestActions from './request-actions.ts'
import * as requestDesk from './request-desk.ts'
import * as requests from './requests.ts'
import type { Route } from './route.ts'
import * as ruleRuns from './rule-runs.ts'
import * as signIn from './sign-in.ts'
import * as signals from './signals.ts'
import * as specialPlaces from './special-places.ts'
import * as units from './units.ts'

export * from './assurance.ts'
export * from './audit.ts'
export * from './calendar.ts'
export * from './call-back-rules.ts'
export * from './campaigns.ts'
export * from './commitments.ts'
export * from './customers.ts'
export * from './customers-duplicates.ts'
export {
  CustomerDetails,
  CustomerPerson,
} from './customers-file.ts'
export * from './displays.ts'
export * from './fieldwork.ts'
export * from './imports.ts'
export * from './liaison.ts'
export * from './metering.ts'
export * from './mobile-service.ts'
export * from './needs.ts'
export * from './new-supply.ts'
export * from './outages.ts'
export * from './people.ts'
export * from './problem.ts'
export * from './protection.ts'
export * from './request-actions.ts'
export * from './request-desk.ts'
export * from './requests.ts'
export * from './route.ts'
export * from './rule-runs.ts'
export * from './sign-in.ts'
export * from './signals.ts'
export * from './special-places.ts'
export * from './units.ts'
export * from './values.ts'

const exported = {
  ...units,
  ...people,
  ...signIn,
  ...displays,
  ...imports,
  ...customers,
  ...campaigns,
  ...fieldwork,
  ...audit,
  ...protection,
  ...liaison,
  ...needs,
  ...metering,
  ...commitments,
  ...calendar,
  ...callBackRules,
  ...requests,
  ...requestActions,
  ...assurance,
  ...duplicates,
  ...specialPlaces,
  ...requestDesk,
  ...mobileService,
  ...outages,
  ...newSupply,
  ...signals,
  ...ruleRuns,
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
