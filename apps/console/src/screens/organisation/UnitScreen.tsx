import { getUnitRoute, type ReplyOf } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Alert, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { may, useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatDay } from '../../shell/format.ts'
import { UnitActions } from './UnitActions.tsx'
import { UnitsBelow } from './UnitsBelow.tsx'

export type Unit = ReplyOf<typeof getUnitRoute>

/** A unit (单位) in its tree: those above it, those below, the names it has borne, and what may change. */
export function UnitScreen() {
  const { t } = useTranslation()
  const me = useMe()
  const search = getRouteApi('/shell/unit').useSearch()
  const { unitId = me.unit.unitId } = search
  const unit = useQuery({
    queryKey: ['unit', unitId],
    queryFn: () => call(getUnitRoute, { unitId }),
  })
  if (unit.error) return <Failure error={unit.error} />
  if (!unit.data) return <Spin aria-label={t('app.loading')} />
  const { data } = unit
  return (
    <>
      <nav aria-label={t('unit.path')} className="row soft crumbs">
        {data.ancestors.map((above) => (
          <span key={above.unitId}>
            <Link to="/unit" search={{ unitId: above.unitId }}>
              {above.name}
            </Link>{' '}
            ›
          </span>
        ))}
      </nav>
      <h1>{data.name}</h1>
      {data.validTo && <Closed unit={data} />}
      <section className="card">
        <div className="two even">
          <dl className="pairs">
            <dt>{t('unit.kind')}</dt>
            <dd>{t(`unit.${data.kind}`)}</dd>
            <dt>{t('unit.code')}</dt>
            <dd>{data.code}</dd>
            <dt>{t('units.cityCode')}</dt>
            <dd>{data.cityCode}</dd>
            <dt>{t('units.validFrom')}</dt>
            <dd>{formatDay(data.validFrom)}</dd>
            {may(me, 'person.read') && (
              <>
                <dt>{t('nav.people')}</dt>
                <dd>
                  <Link to="/people" search={{ unitId: data.unitId }}>
                    {t('units.seePeople')}
                  </Link>
                </dd>
              </>
            )}
          </dl>
          <Names unit={data} />
        </div>
        <UnitActions unit={data} />
      </section>
      <UnitsBelow unit={data} search={search} />
    </>
  )
}

/** Names (名称沿革), newest first; the first one is borne now. */
function Names({ unit }: { unit: Unit }) {
  const { t } = useTranslation()
  return (
    <div>
      <h2>{t('units.names')}</h2>
      <ol className="timeline">
        {unit.names.map(({ name, validFrom }, i) => (
          <li key={validFrom}>
            <strong>{name}</strong>
            <div className="soft small">
              {t('unit.since', { day: formatDay(validFrom) })}
              {i === 0 && ` · ${t('units.nameNow')}`}
            </div>
          </li>
        ))}
      </ol>
    </div>
  )
}

function Closed({ unit }: { unit: Unit }) {
  const { t } = useTranslation()
  const into = useQuery({
    queryKey: ['unit', unit.mergedIntoId],
    queryFn: () => call(getUnitRoute, { unitId: unit.mergedIntoId ?? '' }),
    enabled: unit.mergedIntoId !== null,
  })
  const day = formatDay(unit.validTo ?? '')
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      title={
        into.data ? (
          <>
            {t('units.mergedOn', { day })}{' '}
            <Link to="/unit" search={{ unitId: into.data.unitId }}>
              {into.data.name}
            </Link>
          </>
        ) : (
          t('units.closedOn', { day })
        )
      }
    />
  )
}
