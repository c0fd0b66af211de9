import { getUnitRoute, listUnitsRoute } from '@nuandeng/contract'
import { serve } from '../../platform/http.ts'
import { displayRoutes } from './display-routes.ts'
import { getUnitDetails } from './get-unit.ts'
import { listUnits } from './list-units.ts'
import { peopleRoutes } from './people-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'

export { addPerson, type NewAccount } from './create-person.ts'
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
  serve(listUnitsRoute, listUnits),
  serve(getUnitRoute, getUnitDetails),
  ...signInRoutes,
  ...peopleRoutes,
  ...displayRoutes,
]
