import { getReadingCoverageRoute } from '@nuandeng/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { may, useMe } from '../../api/session.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import { useTargets } from '../imports/words.ts'
import { Coverage } from './Coverage.tsx'
import { ReadingFiles } from './ReadingFiles.tsx'
import { ReadingImports } from './ReadingImports.tsx'
import type { ReadingsSearch } from './routes.tsx'

const TARGET = 'readings'

/** Meter readings (抄表数据): how many customers were read, which files count, and what imports refused. */
export function ReadingsScreen() {
  const { t } = useTranslation()
  const me = useMe()
  const search = getRouteApi('/shell/readings').useSearch()
  const navigate = useNavigate()
  const { unitId = me.unit.unitId } = search
  const coverage = useQuery({
    queryKey: ['readings', 'coverage', unitId],
    queryFn: () => call(getReadingCoverageRoute, { unitId }),
    placeholderData: keepPreviousData,
  })
  const go = (change: ReadingsSearch) =>
    navigate({ to: '/readings', search: { ...search, ...change } })
  return (
    <>
      <div className="row apart">
        <h1>{t('readings.title')}</h1>
        <div style={{ minWidth: 260 }}>
          <UnitPicker
            label={t('readings.unit')}
            value={unitId}
            onChange={(picked) => go({ unitId: picked })}
          />
        </div>
      </div>
      <p className="soft">{t('readings.note')}</p>
      {may(me, 'reading.import') && <ImportActions unitId={unitId} />}
      {coverage.error && <Failure error={coverage.error} />}
      {coverage.isPending && <Spin aria-label={t('app.loading')} />}
      {coverage.data && <Coverage data={coverage.data} />}
      <ReadingFiles cursor={search.cursor} onGo={(cursor) => go({ cursor })} />
      {may(me, 'reading.import') && (
        <ReadingImports cursor={search.imports} onGo={(imports) => go({ imports })} />
      )}
    </>
  )
}

/** The way to a new import, and to those that are under way. */
function ImportActions({ unitId }: { unitId: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const targets = useTargets()
  if (!targets.data) return null
  const isOffered = targets.data.items.some(({ target }) => target === TARGET)
  const reason = isOffered ? undefined : t('readings.whereImported')
  return (
    <Actions
      actions={[
        {
          ...{ label: t('readings.create'), reason, isPrimary: true },
          onClick: () => navigate({ to: '/imports/new', search: { target: TARGET, unitId } }),
        },
        {
          ...{ label: t('readings.runs'), reason },
          onClick: () => navigate({ to: '/imports', search: { target: TARGET } }),
        },
      ]}
    />
  )
}
