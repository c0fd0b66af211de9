import { getSignalRoute, type ReplyOf } from '@nuandeng/contract'
import { asksCare } from '@nuandeng/domain'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { mayAt, useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatDay, formatMoment } from '../../shell/format.ts'
import { CareCard } from '../service/CareCard.tsx'
import { SignalActions } from './SignalActions.tsx'
import { ColourMark, PeriodOf, SignalStand } from './SignalTable.tsx'
import { UseCurve } from './UseCurve.tsx'
import { useBoth, usePercent } from './words.ts'
import './discovery.css'

export type Signal = ReplyOf<typeof getSignalRoute>

/** One signal with the curve of the household, and what is remembered of it. */
export function SignalScreen() {
  const { t } = useTranslation()
  const both = useBoth()
  const me = useMe()
  const { signalId } = getRouteApi('/shell/signals/$signalId').useParams()
  const { data: signal, error } = useQuery({
    queryKey: ['signal', signalId],
    queryFn: () => call(getSignalRoute, { signalId }),
    refetchOnWindowFocus: false,
  })
  return (
    <>
      <nav aria-label={t('signal.title')} className="row soft crumbs">
        <Link to="/signals">{t('signal.title')}</Link> ›
      </nav>
      {error && <Failure error={error} />}
      {!signal && !error && <Spin aria-label={t('app.loading')} />}
      {signal && (
        <>
          <div className="row">
            <h1>{both(signal.title)}</h1>
            <span className="state">{t(`signalState.${signal.state}`)}</span>
            <ColourMark signal={signal} />
          </div>
          <p>{both(signal.reason)}</p>
          {asksCare(signal.ruleKind) && <p className="soft">{t('signal.watchNote')}</p>}
          <SignalActions key={signal.state} signal={signal} />
          <div className="two even start">
            <Curves signal={signal} />
            <div>
              <Facts signal={signal} />
              <TrackRecord signal={signal} />
              <Memory signal={signal} />
              {mayAt(me, 'care.read', signal.unit.path) && (
                <>
                  <p className="soft">{t('signal.careNote')}</p>
                  <CareCard customerId={signal.customer.customerId} path={signal.unit.path} />
                </>
              )}
            </div>
          </div>
        </>
      )}
    </>
  )
}

/** By month; and by day before it where the rule looks at days. */
function Curves({ signal }: { signal: Signal }) {
  const { t } = useTranslation()
  const { series, days, thresholdKwh, firstDay, lastDay } = signal
  const { accountNo } = signal.customer
  const byDay = days.map(({ day, kwh }) => ({ at: day, kwh }))
  const byMonth = series.map(({ month, kwh }) => ({ at: month, kwh }))
  const { firstMonth: first, lastMonth: last } = signal
  const isOfDays = firstDay !== null && lastDay !== null
  return (
    <div>
      {isOfDays && (
        <section className="card">
          <h2>{t('useCurve.day')}</h2>
          <UseCurve
            {...{ accountNo, by: 'day', points: byDay, thresholdKwh }}
            {...{ first: firstDay, last: lastDay }}
          />
        </section>
      )}
      <section className="card">
        <h2>{t('useCurve.month')}</h2>
        <UseCurve
          {...{ accountNo, by: 'month', points: byMonth, first, last }}
          thresholdKwh={isOfDays ? null : thresholdKwh}
        />
      </section>
    </div>
  )
}

function Facts({ signal }: { signal: Signal }) {
  const { t } = useTranslation()
  const { customerId, name, accountNo } = signal.customer
  return (
    <section className="card">
      <h2>{t('signal.facts')}</h2>
      <dl className="pairs">
        <dt>{t('signal.customer')}</dt>
        <dd>
          <Link to="/customers/$customerId" params={{ customerId }}>
            {name} {accountNo}
          </Link>
        </dd>
        <dt>{t('signal.address')}</dt>
        <dd>{signal.address ?? '—'}</dd>
        <dt>{t('customers.where')}</dt>
        <dd>{signal.unit.name}</dd>
        <dt>{t('signal.queue')}</dt>
        <dd>{t(`signalQueue.${signal.queue}`)}</dd>
        <dt>{t(signal.firstDay ? 'signal.day' : 'signal.months')}</dt>
        <dd>
          <PeriodOf signal={signal} />
        </dd>
        <dt>{t('signal.score')}</dt>
        <dd>{signal.score}</dd>
        <dt>{t('signal.edition')}</dt>
        <dd>{signal.edition}</dd>
        <dt>{t('signal.foundAt')}</dt>
        <dd>{formatMoment(signal.foundAt)}</dd>
        <dt>{t('signal.seenAt')}</dt>
        <dd>
          {formatMoment(signal.seenAt)}（{t('signal.times', { count: signal.timesSeen })}）
        </dd>
        <dt>{t('signal.state')}</dt>
        <dd>
          <SignalStand signal={signal} />
          {signal.dismissText && <div className="small">{signal.dismissText}</div>}
        </dd>
        {signal.decidedBy && signal.decidedAt && (
          <>
            <dt>{t('signal.decidedBy')}</dt>
            <dd>
              {signal.decidedBy} · {formatMoment(signal.decidedAt)}
            </dd>
          </>
        )}
        {signal.need && (
          <>
            <dt>{t('signal.need')}</dt>
            <dd>
              <Link to="/needs/$needId" params={{ needId: signal.need.needId }}>
                {t(`needTopic.${signal.need.topic}`)}
              </Link>{' '}
              {t(`needState.${signal.need.state}`)}
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}

function TrackRecord({ signal: { trackRecord: record, ruleId } }: { signal: Signal }) {
  const { t } = useTranslation()
  const percent = usePercent()
  return (
    <section className="card">
      <h2>{t('signal.record')}</h2>
      <dl className="pairs">
        <dt>{t('trackRecord.precision')}</dt>
        <dd>
          {percent(record.precision)}（{record.right}/{record.right + record.wrong}）
        </dd>
        <dt>{t('trackRecord.unclear')}</dt>
        <dd>{record.unclear}</dd>
        <dt>{t('trackRecord.recall')}</dt>
        <dd>{percent(record.recall)}</dd>
      </dl>
      <Link to="/track-record" search={{ ruleId }}>
        {t('signal.fullRecord')}
      </Link>
    </section>
  )
}

/** What is remembered: verdicts, and earlier signals of the same rule. */
function Memory({ signal: { verdicts, former, others } }: { signal: Signal }) {
  const { t } = useTranslation()
  return (
    <section className="card">
      <h2>{t('signal.verdicts')}</h2>
      {verdicts.length === 0 && <p className="soft">{t('signal.noVerdicts')}</p>}
      <ol className="timeline">
        {verdicts.map((found) => (
          <li key={found.verdictId}>
            <strong>{t(`verdict.${found.verdict}`)}</strong>{' '}
            <span className="soft small">
              {formatDay(found.visitedOn)} · {found.by}
            </span>
            <div>{found.text}</div>
          </li>
        ))}
      </ol>
      <h2>{t('signal.former')}</h2>
      {former.length === 0 && <p className="soft">{t('signal.noFormer')}</p>}
      <SignalList signals={former} />
      {others.length > 0 && <h2>{t('signal.others')}</h2>}
      <SignalList signals={others} />
    </section>
  )
}

function SignalList({ signals }: { signals: Signal['former'] }) {
  const { t } = useTranslation()
  const both = useBoth()
  return (
    <ol className="timeline">
      {signals.map((signal) => (
        <li key={signal.signalId}>
          <Link to="/signals/$signalId" params={{ signalId: signal.signalId }}>
            {both(signal.title)}{' '}
            {t('signal.monthsOf', { first: signal.firstMonth, last: signal.lastMonth })}
          </Link>
          <div className="small">
            <SignalStand signal={signal} />
          </div>
          {signal.dismissText && <div>{signal.dismissText}</div>}
        </li>
      ))}
    </ol>
  )
}
