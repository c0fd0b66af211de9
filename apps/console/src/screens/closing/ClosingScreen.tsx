import {
  closeDayRoute,
  getCampaignRoute,
  getClosingRoute,
  getDayTotalsRoute,
  type ReplyOf,
} from '@nuandeng/contract'
import { MEASURES } from '@nuandeng/domain'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Alert, App, Button, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallFailed, call } from '../../api/call.ts'
import { may, useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatDay, formatMoment, formatNumber } from '../../shell/format.ts'
import { type ShownDay, useDay } from '../activity-day/current-day.ts'
import { Figures } from '../activity-day/Figures.tsx'
import { RecountMark } from '../activity-day/RecountMark.tsx'

type Closing = ReplyOf<typeof getClosingRoute>

/** Closing of a day (日结): the signed figures, and what came late beside them. */
export function ClosingScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/closing').useSearch()
  const { day, isNone, error } = useDay(search)
  const closing = useQuery({
    queryKey: ['closing', day],
    queryFn: () => call(getClosingRoute, day as ShownDay),
    enabled: day !== undefined,
    retry: false,
  })
  const isOpen = closing.error instanceof CallFailed && closing.error.code === 'not-found'
  if (error) return <Failure error={error} />
  if (isNone) return <Alert type="info" title={t('day.none')} />
  return (
    <>
      <h1>
        {t('closing.title')} {day && `· ${formatDay(day.activityDay)}`}
      </h1>
      {closing.isPending && <Spin aria-label={t('app.loading')} />}
      {day && isOpen && <CloseIt day={day} />}
      {closing.error && !isOpen && <Failure error={closing.error} />}
      {closing.data && <Closed data={closing.data} />}
    </>
  )
}

function CloseIt({ day }: { day: ShownDay }) {
  const { t } = useTranslation()
  const me = useMe()
  const queries = useQueryClient()
  const { modal } = App.useApp()
  const [commandId] = useState(() => crypto.randomUUID())
  const campaign = useQuery({
    queryKey: ['campaign', day.campaignId],
    queryFn: () => call(getCampaignRoute, { campaignId: day.campaignId }),
    retry: false,
  })
  const totals = useQuery({
    queryKey: ['totals', day, undefined],
    queryFn: () => call(getDayTotalsRoute, day),
  })
  const close = useMutation({
    mutationFn: () => call(closeDayRoute, day, commandId),
    onSuccess: () => queries.invalidateQueries(),
  })
  const owner = campaign.data?.unit
  const isOwn =
    may(me, 'day.close') && me.grants.some(({ unit }) => owner?.path.startsWith(unit.path))
  const ask = () =>
    modal.confirm({
      title: t('closing.confirm', { day: formatDay(day.activityDay) }),
      content: t('closing.explain'),
      okText: t('closing.close'),
      cancelText: t('app.cancel'),
      onOk: () => close.mutateAsync().catch(() => undefined),
    })
  return (
    <section className="card">
      <div className="row apart">
        <h2>{t('closing.notClosed')}</h2>
        {totals.data && <RecountMark recount={totals.data.recount} />}
      </div>
      {totals.data && <Figures totals={totals.data.totals} />}
      <p>{t('closing.explain')}</p>
      <Button type="primary" onClick={ask} disabled={!isOwn} loading={close.isPending}>
        {t('closing.close')}
      </Button>
      {!isOwn && <p className="soft">{t('closing.notAllowed')}</p>}
      {close.error && <Failure error={close.error} />}
    </section>
  )
}

function Closed({ data }: { data: Closing }) {
  const { t } = useTranslation()
  const { closing } = data
  return (
    <>
      <section className="card">
        <p className={`mark ${data.isSignatureGood ? 'good' : 'bad'}`}>
          {data.isSignatureGood ? t('closing.good') : t('closing.bad')}
        </p>
        <dl className="pairs">
          <dt>{t('closing.closedAt')}</dt>
          <dd>{formatMoment(closing.closedAt)}</dd>
          <dt>{t('closing.closedBy')}</dt>
          <dd>{closing.closedBy}</dd>
          <dt>{t('closing.digest')}</dt>
          <dd>
            <code>{closing.digest}</code>
          </dd>
          <dt>{t('closing.signature')}</dt>
          <dd>
            <code>{closing.signature}</code>
          </dd>
          <dt>{t('closing.key')}</dt>
          <dd>
            <code>{closing.keyId}</code>
          </dd>
        </dl>
      </section>
      <section className="card scroll" aria-label={t('closing.closed')}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('day.unit')}</th>
              {MEASURES.map((measure) => (
                <th scope="col" key={measure} className="number">
                  {t(`measure.${measure}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map(({ unit, closed, late }) => (
              <tr key={unit.unitId}>
                <th scope="row">{unit.name}</th>
                {MEASURES.map((measure) => (
                  <td key={measure} className="number">
                    {formatNumber(closed[measure])}
                    {late[measure] !== 0 && (
                      <div className="soft">{t('day.late', { number: late[measure] })}</div>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('day.total')}</th>
              {MEASURES.map((measure) => (
                <td key={measure} className="number">
                  {formatNumber(closing.totals[measure])}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </section>
    </>
  )
}
