import { RUN_STATES, type RunState } from '@nuandeng/domain'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { oneOf, shell, textOf } from '../../shell-route.tsx'

export interface ImportsSearch {
  target?: string | undefined
  unitId?: string | undefined
  state?: RunState | undefined
  kind?: 'import' | 'dry-run' | undefined
  cursor?: string | undefined
}

export interface ColumnsSearch {
  sheet?: string | undefined
  headerRow?: number | undefined
  /** Whose columns to begin with. */
  runId?: string | undefined
}

/** Addresses of imports: what was imported, and the steps of a new one. */
export const importRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: '/imports',
    validateSearch: (search: Record<string, unknown>): ImportsSearch => ({
      target: textOf(search.target),
      unitId: textOf(search.unitId),
      state: oneOf(RUN_STATES, search.state),
      kind: oneOf(['import', 'dry-run'], search.kind),
      cursor: textOf(search.cursor),
    }),
    component: lazyRouteComponent(() => import('./ImportsScreen.tsx'), 'ImportsScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/imports/new',
    validateSearch: (
      search: Record<string, unknown>,
    ): Pick<ImportsSearch, 'target' | 'unitId'> => ({
      target: textOf(search.target),
      unitId: textOf(search.unitId),
    }),
    component: lazyRouteComponent(() => import('./NewImportScreen.tsx'), 'NewImportScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/imports/files/$fileId',
    validateSearch: (search: Record<string, unknown>): ColumnsSearch => ({
      sheet: textOf(search.sheet),
      headerRow: typeof search.headerRow === 'number' ? search.headerRow : undefined,
      runId: textOf(search.runId),
    }),
    component: lazyRouteComponent(() => import('./ColumnsScreen.tsx'), 'ColumnsScreen'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/imports/runs/$runId',
    component: lazyRouteComponent(() => import('./RunScreen.tsx'), 'RunScreen'),
  }),
] as const
