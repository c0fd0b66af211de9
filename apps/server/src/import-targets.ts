import { customerTarget } from './modules/customers/index.ts'
import { type ImportTarget, organisationTarget } from './modules/imports/index.ts'
import { readingsTarget } from './modules/metering/index.ts'
import { opinionTarget } from './modules/opinions/index.ts'
import { entitlementTarget } from './modules/protection/index.ts'

/** Everything that lists are imported into, row by row. */
export const importTargets: readonly ImportTarget[] = [
  organisationTarget,
  customerTarget,
  opinionTarget,
  entitlementTarget,
]

/** And what takes files in whole: what people send files for in the browser. */
export const allTargets = [...importTargets, readingsTarget]
