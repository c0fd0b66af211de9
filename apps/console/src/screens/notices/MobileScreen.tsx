import { listMobileServicesRoute, type ReplyOf } from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Input, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { mayAt, useMe } from '../../api/session.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { Field } from '../../shell/FilterFields.tsx'
import { formatList, formatMoment, todayInChina } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import '../requests/requests.css'
import { CancelMobile, PlanMobile } from './mobile-forms.tsx'
import './notices.css'
import type { MobileSearch } from './routes.tsx'

export type Mobile = ReplyOf<typeof listMobileServicesRoute>['items'][number]

/** Service in parks and villages (流动服务): when, where, what for, and how much was accepted there. */
export function MobileScreen() {
  const { t } = useTranslation()
  const me = useMe()
  const search = getRouteApi('/shell/mobile-services').useSearch()
  const navigate = useNavigate()
  const [isPlanning, setPlanning] = useState(false)
  const [cancelling, setCancelling] = useState<Mobile>()
  const reason = useRefusal()('mobile.plan')
  const { unitId = me.unit.unitId, from = todayInChina() } = search
  const { data, error, isPending } = useQuery({
    queryKey: ['mobile', unitId, from],
    queryFn: () => call(listMobileServicesRoute, { unitId, from: from as PlainDate }),
    placeholderData: keepPreviousData,
  })
  const go = (change: MobileSearch) =>
    navigate({ to: '/mobile-services', search: { ...search, ...change } })
  return (
    <>
      <div className="row apart">
        <h1>{t('mobile.title')}</h1>
        <a href="/mobile" target="_blank" rel="noreferrer">
          {t('mobile.publicPage')} ↗
        </a>
      </div>
      <p className="soft small">{t('mobile.note')}</p>
      <search className="card filters">
        <Field id="mobile-unit" label={t('mobile.unit')}>
          <UnitPicker id="mobile-unit" value={unitId} onChange={(id) => go({ unitId: id })} />
        </Field>
        <Field id="mobile-from" label={t('mobile.from')}>
          <Input
            id="mobile-from"
            type="date"
            value={from}
            onChange={({ target }) => target.value && go({ from: target.value })}
          />
        </Field>
      </search>
      <Actions
        actions={[
          { label: t('mobile.plan'), reason, onClick: () => setPlanning(true), isPrimary: true },
        ]}
      />
      {error && <Failure error={error} />}
      {isPending && <Spin aria-label={t('app.loading')} />}
      {data?.isCut && <p className="soft">{t('mobile.cut')}</p>}
      {data?.items.length === 0 && <p className="card soft">{t('mobile.none')}</p>}
      {data && data.items.length > 0 && <MobileTable items={data.items} onCancel={setCancelling} />}
      {isPlanning && <PlanMobile onClose={() => setPlanning(false)} />}
      {cancelling && <CancelMobile service={cancelling} onClose={() => setCancelling(undefined)} />}
    </>
  )
}

function MobileTable({
  items,
  onCancel,
}: {
  items: readonly Mobile[]
  onCancel: (service: Mobile) => void
}) {
  const { t } = useTranslation()
  return (
    <Scroll label={t('mobile.title')} className="card">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('mobile.place')}</th>
            <th scope="col">{t('mobile.when')}</th>
            <th scope="col">{t('mobile.accepted')}</th>
            <th scope="col" className="wide-only">
              {t('mobile.offers')}
            </th>
            <th scope="col" className="wide-only">
              {t('mobile.team')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((service) => (
            <MobileRow
              key={service.serviceId}
              service={service}
              onCancel={() => onCancel(service)}
            />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function MobileRow({ service, onCancel }: { service: Mobile; onCancel: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const { serviceId, place, beginsAt, endsAt, cancelReason, accepted, unit } = service
  const isOpen = cancelReason === null && new Date(endsAt) > new Date()
  const offers = formatList(service.offers.map((offer) => t(`mobileOffer.${offer}`)))
  return (
    <tr>
      <th scope="row" className="wrap">
        {cancelReason === null ? place : <s>{place}</s>}
        <div className="small soft">
          {t(`mobilePlace.${service.placeKind}`)} · {unit.name}
        </div>
        <div className="small narrow-only">
          {offers} · {service.team}
        </div>
        {cancelReason !== null && (
          <div className="small bad">{t('mobile.cancelled', { reason: cancelReason })}</div>
        )}
      </th>
      <td>
        <div className="nowrap">{formatMoment(beginsAt)}</div>
        <div className="nowrap">{formatMoment(endsAt)}</div>
        {isOpen && mayAt(me, 'mobile.plan', unit.path) && (
          <Button size="small" onClick={onCancel} aria-label={t('mobile.cancelOf', { place })}>
            {t('mobile.cancel')}
          </Button>
        )}
      </td>
      <td>
        {accepted > 0 ? (
          <Link to="/requests" search={{ mobileId: serviceId }}>
            {t('mobile.acceptedOf', { number: accepted })}
          </Link>
        ) : (
          t('mobile.acceptedOf', { number: 0 })
        )}
      </td>
      <td className="wide-only words">{offers}</td>
      <td className="wide-only">{service.team}</td>
    </tr>
  )
}
