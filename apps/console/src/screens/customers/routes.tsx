import {
  CUSTOMER_CLASSES,
  GRADES,
  type Grade,
  SPECIAL_PLACE_KINDS,
  type SpecialPlaceKind,
  SUPPLY_AREAS,
} from '@nuandeng/domain'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { oneOf, shell, textOf as text } from '../../shell-route.tsx'
import { PAIR_STATES } from './pair-states.ts'

const CLASSES = [...CUSTOMER_CLASSES, 'none'] as const
const AREAS = [...SUPPLY_AREAS, 'none'] as const

export interface CustomersSearch {
  search?: string | undefined
  unitId?: string | undefined
  customerClass?: (typeof CLASSES)[number] | undefined
  grade?: Grade | undefined
  supplyArea?: (typeof AREAS)[number] | undefined
  tag?: string | undefined
  completenessBelow?: number | undefined
  staleMonths?: number | undefined
  cursor?: string | undefined
}

export interface DuplicatesSearch {
  state?: (typeof PAIR_STATES)[number] | undefined
  unitId?: string | undefined
  cursor?: string | undefined
}

export interface SpecialPlacesSearch {
  unitId?: string | undefined
  kind?: SpecialPlaceKind | undefined
  cursor?: string | undefined
}

const count = (value: unknown) => (typeof value === 'number' ? value : undefined)

const customersSearch = (search: Record<string, unknown>): CustomersSearch => ({
  search: text(search.search),
  unitId: text(search.unitId),
  customerClass: oneOf(CLASSES, search.customerClass),
  grade: oneOf(GRADES, search.grade),
  supplyArea: oneOf(AREAS, search.supplyArea),
  tag: text(search.tag),
  completenessBelow: count(search.completenessBelow),
  staleMonths: count(search.staleMonths),
  cursor: text(search.cursor),
})

/** Customers: their list, the file of each, and what writes it. */
export const customerRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: '/customers',
    validateSearch: customersSearch,
    component: lazyRouteComponent(() => import('./CustomersScreen.tsx'), 'CustomersScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/customers/new',
    component: lazyRouteComponent(() => import('./WriteCustomerScreen.tsx'), 'NewCustomerScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/customers/$customerId',
    component: lazyRouteComponent(() => import('./CustomerScreen.tsx'), 'CustomerScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/customers/$customerId/edit',
    component: lazyRouteComponent(() => import('./WriteCustomerScreen.tsx'), 'EditCustomerScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/duplicates',
    validateSearch: (search: Record<string, unknown>): DuplicatesSearch => ({
      state: oneOf(PAIR_STATES, search.state),
      unitId: text(search.unitId),
      cursor: text(search.cursor),
    }),
    component: lazyRouteComponent(() => import('./DuplicatesScreen.tsx'), 'DuplicatesScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/special-places',
    validateSearch: (search: Record<string, unknown>): SpecialPlacesSearch => ({
      unitId: text(search.unitId),
      kind: oneOf(SPECIAL_PLACE_KINDS, search.kind),
      cursor: text(search.cursor),
    }),
    component: lazyRouteComponent(() => import('./SpecialPlacesScreen.tsx'), 'SpecialPlacesScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/special-places/$specialPlaceId',
    component: lazyRouteComponent(() => import('./SpecialPlaceScreen.tsx'), 'SpecialPlaceScreen'),
  }),
]
