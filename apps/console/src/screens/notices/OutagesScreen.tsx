import { listOutagesRoute, type ReplyOf } from '@nuandeng/contract'
import { OUTAGE_STATES } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { Choice } from '../../shell/FilterFields.tsx'
import { formatMoment } from '../../shell/format.ts'
import { Pager } from '../../shell/Pager.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import '../requests/requests.css'
import { NoticeClock, NoticeVerdict } from './NoticeClock.tsx'
import { OutageDrawer } from './OutageDrawer.tsx'
import { PlanOutage } from './outage-forms.tsx'
import './notices.css'
import type { OutagesSearch } from './routes.tsx'

export type Outage = ReplyOf<typeof listOutagesRoute>['items'][number]

/** Outages and their notices (停电公告): by when each must stand published, and where it does. */
export function OutagesScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/outages').useSearch()
  const navigate = useNavigate()
  const [isPlanning, setPlanning] = useState(false)
  const reason = useRefusal()('outage.plan')
  const { state, cursor, outageId } = search
  const { data, error, isPending } = useQuery({
    queryKey: ['outages', state, cursor],
    queryFn: () => call(listOutagesRoute, { state, cursor, limit: 50 }),
    placeholderData: keepPreviousData,
  })
  const go = (change: OutagesSearch) =>
    navigate({ to: '/outages', search: { ...search, ...change } })
  const opened = data?.items.find((outage) => outage.outageId === outageId)
  return (
    <>
      <h1>{t('outages.title')}</h1>
      <p className="soft small">{t('outages.note')}</p>
      <search className="card filters few">
        <Choice
          id="outages-state"
          label={t('outages.state')}
          any={t('outages.any')}
          value={state}
          options={OUTAGE_STATES.map((value) => ({ value, label: t(`outageState.${value}`) }))}
          onChange={(value) => go({ state: value, cursor: undefined })}
        />
      </search>
      <Actions
        actions={[
          {
            label: t('outages.plan'),
            reason,
            onClick: () => setPlanning(true),
            isPrimary: true,
          },
        ]}
      />
      {error && <Failure error={error} />}
      {isPending && <Spin aria-label={t('app.loading')} />}
      {data?.items.length === 0 && <p className="card soft">{t('outages.none')}</p>}
      {data && data.items.length > 0 && (
        <OutageTable items={data.items} onOpen={(id) => go({ outageId: id })} />
      )}
      <Pager cursor={cursor} next={data?.next} onGo={(next) => go({ cursor: next })} />
      {isPlanning && <PlanOutage onClose={() => setPlanning(false)} />}
      <OutageDrawer outage={opened} onClose={() => go({ outageId: undefined })} />
    </>
  )
}

function OutageTable({
  items,
  onOpen,
}: {
  items: readonly Outage[]
  onOpen: (outageId: string) => void
}) {
  const { t } = useTranslation()
  return (
    <Scroll label={t('outages.title')} className="card">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('outages.area')}</th>
            <th scope="col">{t('outages.notice')}</th>
            <th scope="col" className="wide-only">
              {t('outages.times')}
            </th>
            <th scope="col" className="wide-only">
              {t('outages.verdict')}
            </th>
            <th scope="col" className="wide-only">
              {t('outages.unit')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((outage) => (
            <tr key={outage.outageId}>
              <th scope="row" className="wrap">
                <Button type="link" className="inline" onClick={() => onOpen(outage.outageId)}>
                  {outage.area}
                </Button>
                <div className="small soft">
                  {t(`outageKind.${outage.kind}`)} · {outage.line}
                </div>
                <div className="small">{t(`outageState.${outage.state}`)}</div>
                <div className="narrow-only">
                  <div className="small">
                    <Times outage={outage} />
                  </div>
                  <NoticeVerdict outage={outage} />
                </div>
              </th>
              <td>
                <NoticeClock outage={outage} />
              </td>
              <td className="wide-only">
                <Times outage={outage} />
              </td>
              <td className="wide-only">
                <NoticeVerdict outage={outage} />
              </td>
              <td className="wide-only">{outage.unit.name}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function Times({ outage }: { outage: Outage }) {
  const { t } = useTranslation()
  return (
    <>
      <div className="nowrap">{formatMoment(outage.beginsAt)}</div>
      <div className="nowrap">{formatMoment(outage.endsAt)}</div>
      {outage.announcedEndsAt && (
        <div className="small soft">
          {t('outages.extended', { time: formatMoment(outage.announcedEndsAt) })}
        </div>
      )}
    </>
  )
}
