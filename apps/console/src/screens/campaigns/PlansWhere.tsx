import { isWithin } from '@nuandeng/domain'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../api/session.ts'
import { topUnit, unitQuery } from './current-campaign.ts'
import type { PlansSearch } from './routes.tsx'

/** Which units the list shows, the way back up, and the way to all of them. */
export function PlansWhere({
  campaignId,
  unitId,
  search,
}: {
  campaignId: string
  unitId: string | undefined
  search: PlansSearch
}) {
  const { t } = useTranslation()
  const top = topUnit(useMe())
  const unit = useQuery({ ...unitQuery(unitId ?? top.unitId), enabled: unitId !== undefined })
  if (unitId === undefined) {
    return (
      <p className="where">
        {t('plan.scopeAll')} ·{' '}
        <Link to="/campaigns/$campaignId/plans" params={{ campaignId }} search={{}}>
          {t('app.clear')}
        </Link>
      </p>
    )
  }
  const above = unit.data?.ancestors.filter(({ path }) => isWithin(path, top.path)) ?? []
  const isFiltered = search.search !== undefined || search.state !== undefined
  return (
    <p className="where">
      {above.map(({ unitId, name }) => (
        <span key={unitId}>
          <Link
            to="/campaigns/$campaignId/plans"
            params={{ campaignId }}
            search={{ parentUnitId: unitId }}
          >
            {name}
          </Link>{' '}
          ›{' '}
        </span>
      ))}
      {t('plan.scopeDirect', { unit: unit.data?.name ?? '' })}
      {isFiltered && (
        <>
          {' · '}
          <Link
            to="/campaigns/$campaignId/plans"
            params={{ campaignId }}
            search={{ search: search.search, state: search.state }}
          >
            {t('plan.seeAll')}
          </Link>
        </>
      )}
    </p>
  )
}
