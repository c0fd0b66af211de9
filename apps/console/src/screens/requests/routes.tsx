import {
  REQUEST_KINDS,
  REQUEST_STATES,
  REQUEST_SUBKINDS,
  type RequestKind,
  type RequestState,
} from '@nuandeng/domain'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { oneOf, shell, textOf } from '../../shell-route.tsx'

export interface RequestsSearch {
  unitId?: string | undefined
  kind?: RequestKind | undefined
  state?: RequestState | undefined
  /** A number or an account. */
  find?: string | undefined
  /** Accepted at this mobile service. */
  mobileId?: string | undefined
  cursor?: string | undefined
}

const SUPPLIES = REQUEST_SUBKINDS['new-supply']

export interface PipelineSearch {
  unitId?: string | undefined
  subkind?: (typeof SUPPLIES)[number] | undefined
}

export interface EditionsSearch {
  left?: string | undefined
  right?: string | undefined
  onlyDifferent?: boolean | undefined
}

type Search = Record<string, unknown>

/** The addresses of requests and promises. */
export const requestRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: '/my-work',
    component: lazyRouteComponent(() => import('./MyWorkScreen.tsx'), 'MyWorkScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/requests',
    validateSearch: (search: Search): RequestsSearch => ({
      unitId: textOf(search.unitId),
      kind: oneOf(REQUEST_KINDS, search.kind),
      state: oneOf(REQUEST_STATES, search.state),
      find: textOf(search.find),
      mobileId: textOf(search.mobileId),
      cursor: textOf(search.cursor),
    }),
    component: lazyRouteComponent(() => import('./RequestsScreen.tsx'), 'RequestsScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/intake',
    component: lazyRouteComponent(() => import('./IntakeScreen.tsx'), 'IntakeScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/requests/$requestId',
    component: lazyRouteComponent(() => import('./RequestScreen.tsx'), 'RequestScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/supervision',
    validateSearch: (search: Search): { unitId?: string | undefined } => ({
      unitId: textOf(search.unitId),
    }),
    component: lazyRouteComponent(() => import('./SupervisionScreen.tsx'), 'SupervisionScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/new-supply',
    validateSearch: (search: Search): PipelineSearch => ({
      unitId: textOf(search.unitId),
      subkind: oneOf(SUPPLIES, search.subkind),
    }),
    component: lazyRouteComponent(() => import('./PipelineScreen.tsx'), 'PipelineScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/editions',
    validateSearch: (search: Search): EditionsSearch => ({
      left: textOf(search.left),
      right: textOf(search.right),
      onlyDifferent: search.onlyDifferent === true || undefined,
    }),
    component: lazyRouteComponent(() => import('./EditionsScreen.tsx'), 'EditionsScreen'),
  }),
] as const
