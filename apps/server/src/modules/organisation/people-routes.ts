import {
  createPersonRoute,
  deactivatePersonRoute,
  editPersonRoute,
  endRoleRoute,
  getPersonRoute,
  grantRoleRoute,
  listPeopleRoute,
  resetSignInRoute,
  revealPersonRoute,
  unlockPersonRoute,
} from '@nuandeng/contract'
import { serve } from '../../platform/http.ts'
import { createPerson, hashFirstPassword } from './create-person.ts'
import { editPerson, revealPerson } from './edit-person.ts'
import { getPerson, listPeople } from './list-people.ts'
import { endRole, grantRole } from './roles.ts'
import { deactivatePerson, resetSignIn, unlockPerson } from './secure-person.ts'

/** People and their roles. */
export const peopleRoutes = [
  serve(listPeopleRoute, listPeople),
  serve(getPersonRoute, getPerson),
  serve(createPersonRoute, createPerson, { prepare: hashFirstPassword }),
  serve(editPersonRoute, editPerson),
  serve(revealPersonRoute, revealPerson),
  serve(grantRoleRoute, grantRole),
  serve(endRoleRoute, endRole),
  serve(unlockPersonRoute, unlockPerson),
  serve(deactivatePersonRoute, deactivatePerson),
  serve(resetSignInRoute, resetSignIn, { prepare: hashFirstPassword }),
]
