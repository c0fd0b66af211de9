import { ARREARS_STATES, OUTAGE_STATES } from '@nuandeng/domain'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { oneOf, shell, textOf } from '../../shell-route.tsx'

export interface OutagesSearch {
  state?: (typeof OUTAGE_STATES)[number] | undefined
  cursor?: string | undefined
  outageId?: string | undefined
}

export interface ArrearsSearch {
  state?: (typeof ARREARS_STATES)[number] | undefined
  cursor?: string | undefined
  caseId?: string | undefined
}

export interface CalendarSearch {
  year?: number | undefined
}

export interface MobileSearch {
  unitId?: string | undefined
  from?: string | undefined
}

type Search = Record<string, unknown>

/** The addresses of notices before outages and stops, and of the calendar they count by. */
export const noticeRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: '/outages',
    validateSearch: (search: Search): OutagesSearch => ({
      state: oneOf(OUTAGE_STATES, search.state),
      cursor: textOf(search.cursor),
      outageId: textOf(search.outageId),
    }),
    component: lazyRouteComponent(() => import('./OutagesScreen.tsx'), 'OutagesScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/arrears',
    validateSearch: (search: Search): ArrearsSearch => ({
      state: oneOf(ARREARS_STATES, search.state),
      cursor: textOf(search.cursor),
      caseId: textOf(search.caseId),
    }),
    component: lazyRouteComponent(() => import('./ArrearsScreen.tsx'), 'ArrearsScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/calendar',
    validateSearch: (search: Search): CalendarSearch => ({
      year: typeof search.year === 'number' ? search.year : undefined,
    }),
    component: lazyRouteComponent(() => import('./CalendarScreen.tsx'), 'CalendarScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/mobile-services',
    validateSearch: (search: Search): MobileSearch => ({
      unitId: textOf(search.unitId),
      from: textOf(search.from),
    }),
    component: lazyRouteComponent(() => import('./MobileScreen.tsx'), 'MobileScreen'),
  }),
] as const
