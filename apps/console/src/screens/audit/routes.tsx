import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shell, textOf } from '../../shell-route.tsx'

export interface AuditSearch {
  actorId?: string | undefined
  kind?: string | undefined
  subjectId?: string | undefined
  cityCode?: string | undefined
  /** Calendar dates in China, both included. */
  from?: string | undefined
  to?: string | undefined
  cursor?: string | undefined
}

/** The address of the audit trail. */
export const auditRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: '/audit',
    validateSearch: (search: Record<string, unknown>): AuditSearch => ({
      actorId: textOf(search.actorId),
      kind: textOf(search.kind),
      subjectId: textOf(search.subjectId),
      cityCode: textOf(search.cityCode),
      from: textOf(search.from),
      to: textOf(search.to),
      cursor: textOf(search.cursor),
    }),
    component: lazyRouteComponent(() => import('./AuditScreen.tsx'), 'AuditScreen'),
  }),
] as const
