import { FINDING_QUEUES, SIGNAL_COLOURS, SIGNAL_STATES } from '@nuandeng/domain'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { oneOf, shell, textOf as text } from '../../shell-route.tsx'
import { OVERVIEW_FIGURES } from './overview-figures.ts'

export interface SignalsSearch {
  search?: string | undefined
  unitId?: string | undefined
  ruleId?: string | undefined
  queue?: (typeof FINDING_QUEUES)[number] | undefined
  state?: (typeof SIGNAL_STATES)[number] | undefined
  colour?: (typeof SIGNAL_COLOURS)[number] | undefined
  withEnded?: boolean | undefined
  cursor?: string | undefined
}

export interface RecordSearch {
  unitId?: string | undefined
  ruleId?: string | undefined
  from?: string | undefined
  until?: string | undefined
}

/** What rules propose, what persons make of it, how right the rules were, and what lets them run. */
export const discoveryRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: '/signals',
    validateSearch: (search: Record<string, unknown>): SignalsSearch => ({
      search: text(search.search),
      unitId: text(search.unitId),
      ruleId: text(search.ruleId),
      queue: oneOf(FINDING_QUEUES, search.queue),
      state: oneOf(SIGNAL_STATES, search.state),
      colour: oneOf(SIGNAL_COLOURS, search.colour),
      withEnded: search.withEnded === true || undefined,
      cursor: text(search.cursor),
    }),
    component: lazyRouteComponent(() => import('./SignalsScreen.tsx'), 'SignalsScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/signals/$signalId',
    component: lazyRouteComponent(() => import('./SignalScreen.tsx'), 'SignalScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/track-record',
    validateSearch: (search: Record<string, unknown>): RecordSearch => ({
      unitId: text(search.unitId),
      ruleId: text(search.ruleId),
      from: text(search.from),
      until: text(search.until),
    }),
    component: lazyRouteComponent(() => import('./TrackRecordScreen.tsx'), 'TrackRecordScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/discovery-rules',
    validateSearch: (search: Record<string, unknown>): { unitId?: string | undefined } => ({
      unitId: text(search.unitId),
    }),
    component: lazyRouteComponent(() => import('./RulesScreen.tsx'), 'RulesScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/signal-overview',
    validateSearch: (
      search: Record<string, unknown>,
    ): { figure?: (typeof OVERVIEW_FIGURES)[number] | undefined } => ({
      figure: oneOf(OVERVIEW_FIGURES, search.figure),
    }),
    component: lazyRouteComponent(() => import('./OverviewScreen.tsx'), 'OverviewScreen'),
  }),
]
