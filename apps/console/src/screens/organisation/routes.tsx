import { ROLES, type Role } from '@nuandeng/domain'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { oneOf, shell, textOf } from '../../shell-route.tsx'

export interface UnitSearch {
  unitId?: string | undefined
  search?: string | undefined
  cursor?: string | undefined
  /** `true`: closed units are shown too. */
  closed?: string | undefined
}

export interface PeopleSearch {
  unitId?: string | undefined
  search?: string | undefined
  role?: Role | undefined
  state?: 'inactive' | 'all' | undefined
  cursor?: string | undefined
}

const peopleSearch = (search: Record<string, unknown>): PeopleSearch => ({
  unitId: textOf(search.unitId),
  search: textOf(search.search),
  role: oneOf(ROLES, search.role),
  state: oneOf(['inactive', 'all'], search.state),
  cursor: textOf(search.cursor),
})

/** Addresses of the organisation: units, people, wall screens, and my own account. */
export const organisationRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: '/unit',
    validateSearch: (search: Record<string, unknown>): UnitSearch => ({
      unitId: textOf(search.unitId),
      search: textOf(search.search),
      cursor: textOf(search.cursor),
      closed: search.closed === true || search.closed === 'true' ? 'true' : undefined,
    }),
    component: lazyRouteComponent(() => import('./UnitScreen.tsx'), 'UnitScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/people',
    validateSearch: peopleSearch,
    component: lazyRouteComponent(() => import('../people/PeopleScreen.tsx'), 'PeopleScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/people/$personId',
    validateSearch: peopleSearch,
    component: lazyRouteComponent(() => import('../people/PersonScreen.tsx'), 'PersonScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/displays',
    component: lazyRouteComponent(() => import('./DisplaysScreen.tsx'), 'DisplaysScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/account',
    component: lazyRouteComponent(() => import('../account/AccountScreen.tsx'), 'AccountScreen'),
  }),
] as const
