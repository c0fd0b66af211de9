import { displayRoutes } from './display-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { unitRoutes } from './unit-routes.ts'

export { addPerson, type NewAccount } from './create-person.ts'
export { addUnit } from './create-unit.ts'
export { unitRef } from './get-unit.ts'
export { addRole } from './roles.ts'
export { findActor, isSessionOpen, openSession } from './session.ts'
export {
  findUnit,
  findUnitByPath,
  listLineage,
  listUnitsById,
  type UnitRow,
} from './unit.queries.ts'

export const organisationRoutes = [
  ...unitRoutes,
  ...peopleRoutes,
  ...displayRoutes,
  ...signInRoutes,
]
