import { customerTarget } from './modules/customers/index.ts'
import { type ImportTarget, organisationTarget } from './modules/imports/index.ts'
import { opinionTarget } from './modules/opinions/index.ts'
import { entitlementTarget } from './modules/protection/index.ts'

/** Everything that lists can be imported into. */
export const importTargets: readonly ImportTarget[] = [
  organisationTarget,
  customerTarget,
  opinionTarget,
  entitlementTarget,
]
