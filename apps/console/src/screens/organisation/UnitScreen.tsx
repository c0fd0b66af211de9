import { getUnitRoute, listUnitsRoute } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Input, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatNumber } from '../../shell/format.ts'

/** A unit (单位) in its tree: those above it, those below, and the names it has borne. */
export function UnitScreen() {
  const { t } = useTranslation()
  const me = useMe()
  const { unitId = me.unit.unitId, search, cursor } = getRouteApi('/shell/unit').useSearch()
  const navigate = useNavigate()
  const unit = useQuery({
    queryKey: ['unit', unitId],
    queryFn: () => call(getUnitRoute, { unitId }),
  })
  const below = useQuery({
    queryKey: ['units', unitId, search, cursor],
    queryFn: () =>
      call(listUnitsRoute, { ...(search ? { search } : { parentId: unitId }), cursor, limit: 50 }),
  })
  if (unit.error) return <Failure error={unit.error} />
  if (!unit.data) return <Spin aria-label={t('app.loading')} />
  const { data } = unit
  return (
    <>
      <nav aria-label={t('unit.path')} className="row soft">
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
      <section className="card">
        <dl className="pairs">
          <dt>{t('unit.kind')}</dt>
          <dd>{t(`unit.${data.kind}`)}</dd>
          <dt>{t('unit.code')}</dt>
          <dd>{data.code}</dd>
          <dt>{t('unit.names')}</dt>
          <dd>
            {data.names
              .map(({ name, validFrom }) => `${name} (${t('unit.since', { day: validFrom })})`)
              .join('，')}
          </dd>
        </dl>
      </section>
      <section className="card">
        <div className="row apart">
          <h2>
            {t('unit.below')} ({formatNumber(data.childCount)})
          </h2>
          <Input.Search
            aria-label={t('unit.search')}
            placeholder={t('unit.search')}
            defaultValue={search}
            allowClear
            style={{ maxWidth: 280 }}
            onSearch={(text) =>
              navigate({ to: '/unit', search: { unitId, search: text.trim() || undefined } })
            }
          />
        </div>
        {below.error && <Failure error={below.error} />}
        <ul className="units">
          {below.data?.items.map((child) => (
            <li key={child.unitId}>
              <Link to="/unit" search={{ unitId: child.unitId }}>
                {child.name}
              </Link>{' '}
              <span className="soft">
                {t(`unit.${child.kind}`)}
                {child.childCount > 0 && ` · ${formatNumber(child.childCount)}`}
              </span>
            </li>
          ))}
        </ul>
        {below.data?.items.length === 0 && <p>{t('app.none')}</p>}
        {below.data?.next && (
          <Button
            onClick={() =>
              navigate({
                to: '/unit',
                search: { unitId, search, cursor: below.data?.next ?? undefined },
              })
            }
          >
            {t('unit.next')}
          </Button>
        )}
      </section>
    </>
  )
}
