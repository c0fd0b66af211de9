import { ADMINISTRATION_SCREENS } from './screens/administration.ts'
import { CUSTOMERS_SCREENS } from './screens/customers.ts'
import { DAY_SCREENS } from './screens/day.ts'
import { REQUESTS_SCREENS } from './screens/requests.ts'
import type { Screen } from './screens/screen.ts'

/** Every screen of the console: a new one is one line in its room. */
export const SCREENS: readonly Screen[] = [
  ...DAY_SCREENS,
  ...REQUESTS_SCREENS,
  ...CUSTOMERS_SCREENS,
  ...ADMINISTRATION_SCREENS,
]
