import { getSpecialPlaceRoute } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { formatMoment, formatNumber } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import { SpecialPlaceForm } from './SpecialPlaceForm.tsx'
import type { SpecialPlace } from './SpecialPlacesScreen.tsx'

/** One special place (特殊场所): of who lives or learns there only the number. */
export function SpecialPlaceScreen() {
  const { t } = useTranslation()
  const { specialPlaceId } = getRouteApi('/shell/special-places/$specialPlaceId').useParams()
  const { data: place, error } = useQuery({
    queryKey: ['special-places', 'one', specialPlaceId],
    queryFn: () => call(getSpecialPlaceRoute, { specialPlaceId }),
  })
  return (
    <>
      <nav aria-label={t('place.title')} className="row soft crumbs">
        <Link to="/special-places">{t('place.title')}</Link> ›
      </nav>
      {error && <Failure error={error} />}
      {!place && !error && <Spin aria-label={t('app.loading')} />}
      {place && <Place place={place} />}
    </>
  )
}

function Place({ place }: { place: SpecialPlace }) {
  const { t } = useTranslation()
  const reason = useRefusal()('special-place.edit', place.unit.path)
  const [isEditing, setEditing] = useState(false)
  const { kind, address, residents, officePhone, customerId, remark } = place
  return (
    <>
      <div className="row">
        <h1>{place.name}</h1>
        <span className="state">{t(`placeKind.${kind}`)}</span>
      </div>
      <Actions
        actions={[
          { label: t('place.edit'), reason, onClick: () => setEditing(true), isPrimary: true },
        ]}
      />
      <section className="card">
        <dl className="pairs">
          <dt>{t('customers.where')}</dt>
          <dd>{place.unit.name}</dd>
          <dt>{t('customers.address')}</dt>
          <dd>{address}</dd>
          {place.place && (
            <>
              <dt>{t('customerField.place')}</dt>
              <dd>
                {place.place.longitude}, {place.place.latitude} ({place.place.datum})
              </dd>
            </>
          )}
          <dt>{t('place.residents')}</dt>
          <dd>{residents === null ? '—' : formatNumber(residents)}</dd>
          <dt>{t('place.officePhone')}</dt>
          <dd>{officePhone ?? '—'}</dd>
          <dt>{t('place.file')}</dt>
          <dd>
            {customerId ? (
              <Link to="/customers/$customerId" params={{ customerId }}>
                {t('place.openFile')}
              </Link>
            ) : (
              '—'
            )}
          </dd>
          <dt>{t('customerField.remark')}</dt>
          <dd>{remark ?? '—'}</dd>
          <dt>{t('place.changedAt')}</dt>
          <dd>{formatMoment(place.changedAt)}</dd>
        </dl>
        <p className="soft">{t('place.note')}</p>
      </section>
      {isEditing && <SpecialPlaceForm place={place} onClose={() => setEditing(false)} />}
    </>
  )
}
