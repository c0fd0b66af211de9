import {
  CARE_KINDS,
  CYCLE_GRADES,
  DUE_KINDS,
  NEED_SOURCES,
  NEED_STATES,
  NEED_TOPICS,
  SUBJECT_REQUEST_STATES,
} from '@nuandeng/domain'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { oneOf, shell, textOf as text } from '../../shell-route.tsx'

const DUE_SHOWN = ['never', 'overdue', 'soon'] as const

export interface NeedsSearch {
  search?: string | undefined
  unitId?: string | undefined
  ownerId?: string | undefined
  state?: (typeof NEED_STATES)[number] | undefined
  topic?: (typeof NEED_TOPICS)[number] | undefined
  source?: (typeof NEED_SOURCES)[number] | undefined
  isOverdue?: boolean | undefined
  cursor?: string | undefined
}

export interface DueSearch {
  unitId?: string | undefined
  kind?: (typeof DUE_KINDS)[number] | undefined
  grade?: (typeof CYCLE_GRADES)[number] | undefined
  state?: (typeof DUE_SHOWN)[number] | undefined
  cursor?: string | undefined
}

export interface CareSearch {
  unitId?: string | undefined
  kind?: (typeof CARE_KINDS)[number] | undefined
  cursor?: string | undefined
}

export interface SubjectRequestsSearch {
  state?: (typeof SUBJECT_REQUEST_STATES)[number] | undefined
  cursor?: string | undefined
}

/** Who answers for customers, what they need, what is due for them, and who needs care. */
export const serviceRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: '/needs',
    validateSearch: (search: Record<string, unknown>): NeedsSearch => ({
      search: text(search.search),
      unitId: text(search.unitId),
      ownerId: text(search.ownerId),
      state: oneOf(NEED_STATES, search.state),
      topic: oneOf(NEED_TOPICS, search.topic),
      source: oneOf(NEED_SOURCES, search.source),
      isOverdue: search.isOverdue === true || undefined,
      cursor: text(search.cursor),
    }),
    component: lazyRouteComponent(() => import('./NeedsScreen.tsx'), 'NeedsScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/needs/$needId',
    component: lazyRouteComponent(() => import('./NeedScreen.tsx'), 'NeedScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/liaison',
    validateSearch: (search: Record<string, unknown>): { unitId?: string | undefined } => ({
      unitId: text(search.unitId),
    }),
    component: lazyRouteComponent(() => import('./LiaisonScreen.tsx'), 'LiaisonScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/due',
    validateSearch: (search: Record<string, unknown>): DueSearch => ({
      unitId: text(search.unitId),
      kind: oneOf(DUE_KINDS, search.kind),
      grade: oneOf(CYCLE_GRADES, search.grade),
      state: oneOf(DUE_SHOWN, search.state),
      cursor: text(search.cursor),
    }),
    component: lazyRouteComponent(() => import('./DueScreen.tsx'), 'DueScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/care',
    validateSearch: (search: Record<string, unknown>): CareSearch => ({
      unitId: text(search.unitId),
      kind: oneOf(CARE_KINDS, search.kind),
      cursor: text(search.cursor),
    }),
    component: lazyRouteComponent(() => import('./CareScreen.tsx'), 'CareScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/care/requests',
    validateSearch: (search: Record<string, unknown>): SubjectRequestsSearch => ({
      state: oneOf(SUBJECT_REQUEST_STATES, search.state),
      cursor: text(search.cursor),
    }),
    component: lazyRouteComponent(
      () => import('./SubjectRequestsScreen.tsx'),
      'SubjectRequestsScreen',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/care/$customerId',
    component: lazyRouteComponent(() => import('./CareScreen.tsx'), 'CareCustomerScreen'),
  }),
]
