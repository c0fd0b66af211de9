import { CAMPAIGN_STATES, type CampaignState, PLAN_STATES, type PlanState } from '@nuandeng/domain'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { oneOf, shell, textOf as text } from '../../shell-route.tsx'

export interface CampaignsSearch {
  search?: string | undefined
  state?: CampaignState | undefined
  year?: number | undefined
  cursor?: string | undefined
}

export interface PlansSearch {
  parentUnitId?: string | undefined
  search?: string | undefined
  state?: PlanState | undefined
  cursor?: string | undefined
}

/** Campaigns, their plans and who is ready. */
export const campaignRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: '/campaigns',
    validateSearch: (search: Record<string, unknown>): CampaignsSearch => ({
      search: text(search.search),
      state: oneOf(CAMPAIGN_STATES, search.state),
      year: typeof search.year === 'number' ? search.year : undefined,
      cursor: text(search.cursor),
    }),
    component: lazyRouteComponent(() => import('./CampaignsScreen.tsx'), 'CampaignsScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/campaigns/new',
    component: lazyRouteComponent(() => import('./WriteCampaignScreen.tsx'), 'NewCampaignScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/campaigns/$campaignId',
    component: lazyRouteComponent(() => import('./CampaignScreen.tsx'), 'CampaignScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/campaigns/$campaignId/edit',
    component: lazyRouteComponent(() => import('./WriteCampaignScreen.tsx'), 'EditCampaignScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/campaigns/$campaignId/plans',
    validateSearch: (search: Record<string, unknown>): PlansSearch => ({
      parentUnitId: text(search.parentUnitId),
      search: text(search.search),
      state: oneOf(PLAN_STATES, search.state),
      cursor: text(search.cursor),
    }),
    component: lazyRouteComponent(() => import('./PlansScreen.tsx'), 'PlansScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/campaigns/$campaignId/plans/$planId',
    component: lazyRouteComponent(() => import('./PlanScreen.tsx'), 'PlanScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/campaigns/$campaignId/readiness',
    validateSearch: (search: Record<string, unknown>): { unitId?: string | undefined } => ({
      unitId: text(search.unitId),
    }),
    component: lazyRouteComponent(() => import('./ReadinessScreen.tsx'), 'ReadinessScreen'),
  }),
]
