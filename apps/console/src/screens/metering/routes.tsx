import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shell, textOf as text } from '../../shell-route.tsx'

export interface ReadingsSearch {
  unitId?: string | undefined
  /** Of the files, and of the imports. */
  cursor?: string | undefined
  imports?: string | undefined
}

/** Meter readings: what is there, how far it covers, and what was refused. */
export const meteringRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: '/readings',
    validateSearch: (search: Record<string, unknown>): ReadingsSearch => ({
      unitId: text(search.unitId),
      cursor: text(search.cursor),
      imports: text(search.imports),
    }),
    component: lazyRouteComponent(() => import('./ReadingsScreen.tsx'), 'ReadingsScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/readings/imports/$importId',
    validateSearch: (search: Record<string, unknown>): { cursor?: string | undefined } => ({
      cursor: text(search.cursor),
    }),
    component: lazyRouteComponent(() => import('./RejectsScreen.tsx'), 'RejectsScreen'),
  }),
] as const
