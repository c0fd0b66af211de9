import { listSpecialPlacesRoute, type ReplyOf } from '@nuandeng/contract'
import { SPECIAL_PLACE_KINDS } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { mayAt, useMe } from '../../api/session.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { Choice, UnitField } from '../../shell/FilterFields.tsx'
import { formatNumber } from '../../shell/format.ts'
import { Pager } from '../../shell/Pager.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import type { SpecialPlacesSearch } from './routes.tsx'
import { SpecialPlaceForm } from './SpecialPlaceForm.tsx'

export type SpecialPlace = ReplyOf<typeof listSpecialPlacesRoute>['items'][number]

/** Special places (特殊场所): nursing homes, schools for the deaf; of who lives there only the number. */
export function SpecialPlacesScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/special-places').useSearch()
  const navigate = useNavigate()
  const refusal = useRefusal()('special-place.edit')
  const [open, setOpen] = useState<SpecialPlace | 'new'>()
  const list = useQuery({
    queryKey: ['special-places', search],
    queryFn: () => call(listSpecialPlacesRoute, search),
    placeholderData: keepPreviousData,
  })
  const go = (change: SpecialPlacesSearch) =>
    navigate({ to: '/special-places', search: { ...search, cursor: undefined, ...change } })
  return (
    <>
      <h1>{t('place.title')}</h1>
      <p className="soft">{t('place.note')}</p>
      <search className="card filters">
        <UnitField id="places-unit" value={search.unitId} onChange={(unitId) => go({ unitId })} />
        <Choice
          id="places-kind"
          label={t('place.kind')}
          any={t('place.anyKind')}
          value={search.kind}
          options={SPECIAL_PLACE_KINDS.map((value) => ({ value, label: t(`placeKind.${value}`) }))}
          onChange={(kind) => go({ kind })}
        />
      </search>
      <Actions
        actions={[
          {
            label: t('place.create'),
            reason: refusal,
            onClick: () => setOpen('new'),
            isPrimary: true,
          },
        ]}
      />
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data && <PlacesTable places={list.data.items} onEdit={setOpen} />}
      <Pager cursor={search.cursor} next={list.data?.next} onGo={(next) => go({ cursor: next })} />
      {open && (
        <SpecialPlaceForm
          {...(open === 'new' ? {} : { place: open })}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  )
}

function PlacesTable({
  places,
  onEdit,
}: {
  places: readonly SpecialPlace[]
  onEdit: (place: SpecialPlace) => void
}) {
  const { t } = useTranslation()
  const me = useMe()
  if (places.length === 0) return <p className="card soft">{t('place.none')}</p>
  return (
    <Scroll label={t('place.title')} className="card">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('place.name')}</th>
            <th scope="col">{t('customers.address')}</th>
            <th scope="col" className="number">
              {t('place.residents')}
            </th>
            <th scope="col">{t('place.officePhone')}</th>
            <th scope="col" className="wide-only">
              {t('customers.where')}
            </th>
            <th scope="col">{t('app.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {places.map((place) => (
            <tr key={place.specialPlaceId}>
              <th scope="row">
                <Link
                  to="/special-places/$specialPlaceId"
                  params={{ specialPlaceId: place.specialPlaceId }}
                >
                  {place.name}
                </Link>
                <div className="soft small">{t(`placeKind.${place.kind}`)}</div>
              </th>
              <td className="words">
                {place.address}
                {place.remark && <div className="soft small">{place.remark}</div>}
              </td>
              <td className="number">
                {place.residents === null ? '—' : formatNumber(place.residents)}
              </td>
              <td className="whole">{place.officePhone ?? '—'}</td>
              <td className="wide-only whole">{place.unit.name}</td>
              <td>
                <div className="row">
                  {place.customerId && (
                    <Link to="/customers/$customerId" params={{ customerId: place.customerId }}>
                      {t('place.file')}
                    </Link>
                  )}
                  {mayAt(me, 'special-place.edit', place.unit.path) && (
                    <Button
                      size="small"
                      aria-label={`${t('place.edit')} ${place.name}`}
                      onClick={() => onEdit(place)}
                    >
                      {t('place.edit')}
                    </Button>
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
