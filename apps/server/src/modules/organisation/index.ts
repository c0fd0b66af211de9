import {
  getMeRoute,
  getUnitRoute,
  listUnitsRoute,
  signInRoute,
  signOutRoute,
} from '@nuandeng/contract'
import { serve } from '../../platform/http.ts'
import { getUnitDetails } from './get-unit.ts'
import { listUnits } from './list-units.ts'
import { getMe, houseOf } from './me.ts'
import { clearSessionCookie, setSessionCookie } from './session.ts'
import { prepareSignIn, signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'

export { unitRef } from './get-unit.ts'
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
  serve(signInRoute, signIn, {
    scope: 'system',
    prepare: prepareSignIn,
    afterCommit: setSessionCookie,
  }),
  serve(getMeRoute, getMe, {
    prepare: ({ deps }) => houseOf(deps),
    isOpenBeforePasswordChange: true,
  }),
  serve(signOutRoute, signOut, {
    isOpenBeforePasswordChange: true,
    afterCommit: clearSessionCookie,
  }),
]
