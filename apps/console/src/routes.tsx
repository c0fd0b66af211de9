import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { auditRoutes } from './screens/audit/routes.tsx'
import { campaignRoutes } from './screens/campaigns/routes.tsx'
import { customerRoutes } from './screens/customers/routes.tsx'
import { discoveryRoutes } from './screens/discovery/routes.tsx'
import { importRoutes } from './screens/imports/routes.tsx'
import { meteringRoutes } from './screens/metering/routes.tsx'
import { noticeRoutes } from './screens/notices/routes.tsx'
import { organisationRoutes } from './screens/organisation/routes.tsx'
import { requestRoutes } from './screens/requests/routes.tsx'
import { serviceRoutes } from './screens/service/routes.tsx'
import { Home } from './shell/Home.tsx'
import { root, shell, textOf as text } from './shell-route.tsx'

export interface DaySearch {
  campaignId?: string | undefined
  activityDay?: string | undefined
  unitId?: string | undefined
}
const daySearch = (search: Record<string, unknown>): DaySearch => ({
  campaignId: text(search.campaignId),
  activityDay: text(search.activityDay),
  unitId: text(search.unitId),
})

/** The map of the console: every address and the screen behind it. */
const routeTree = root.addChildren([
  createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    validateSearch: (search: Record<string, unknown>): { next?: string | undefined } => ({
      next: text(search.next),
    }),
    component: lazyRouteComponent(
      () => import('./screens/session/SignInScreen.tsx'),
      'SignInScreen',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/wall',
    validateSearch: daySearch,
    component: lazyRouteComponent(() => import('./screens/wall/WallScreen.tsx'), 'WallScreen'),
  }),
  shell.addChildren([
    createRoute({
      getParentRoute: () => shell,
      path: '/',
      component: Home,
    }),
    createRoute({
      getParentRoute: () => shell,
      path: '/day',
      validateSearch: daySearch,
      component: lazyRouteComponent(
        () => import('./screens/activity-day/ActivityDayScreen.tsx'),
        'ActivityDayScreen',
      ),
    }),
    createRoute({
      getParentRoute: () => shell,
      path: '/records',
      validateSearch: (search: Record<string, unknown>): RecordsSearch => ({
        ...daySearch(search),
        kind: text(search.kind),
        walkInType: text(search.walkInType),
        customerClass: text(search.customerClass),
        hour: typeof search.hour === 'number' ? search.hour : undefined,
        isLate: text(search.isLate),
        isCounted: text(search.isCounted),
        search: text(search.search),
        cursor: text(search.cursor),
        recordId: text(search.recordId),
      }),
      component: lazyRouteComponent(
        () => import('./screens/records/RecordsScreen.tsx'),
        'RecordsScreen',
      ),
    }),
    createRoute({
      getParentRoute: () => shell,
      path: '/closing',
      validateSearch: daySearch,
      component: lazyRouteComponent(
        () => import('./screens/closing/ClosingScreen.tsx'),
        'ClosingScreen',
      ),
    }),
    ...requestRoutes,
    ...noticeRoutes,
    ...campaignRoutes,
    ...customerRoutes,
    ...serviceRoutes,
    ...meteringRoutes,
    ...discoveryRoutes,
    ...organisationRoutes,
    ...auditRoutes,
    ...importRoutes,
  ]),
])

export interface RecordsSearch extends DaySearch {
  kind?: string | undefined
  walkInType?: string | undefined
  customerClass?: string | undefined
  hour?: number | undefined
  isLate?: string | undefined
  isCounted?: string | undefined
  search?: string | undefined
  cursor?: string | undefined
  recordId?: string | undefined
}

export const router = createRouter({ routeTree, defaultPreload: false, scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
