import { displayRoutes } from './display-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { unitRoutes } from './unit-routes.ts'

export { addUnits, type NewUnit, nameUnits } from './add-units.ts'
export { type AddedUser, addUser } from './add-user.ts'
export { unitRef } from './get-unit.ts'
export { getOpenUnit } from './open-unit.ts'
export { findPersonActor } from './session.queries.ts'
export { findActor, isSessionOpen, openSession } from './session.ts'
export {
  ABOVE,
  findRootUnit,
  findUnit,
  findUnitByCode,
  findUnitByPath,
  listLineage,
  listUnitsBelow,
  listUnitsById,
  type UnitRow,
} from './unit.queries.ts'

export const organisationRoutes = [
  ...unitRoutes,
  ...peopleRoutes,
  ...displayRoutes,
  ...signInRoutes,
]
