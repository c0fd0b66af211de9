import { getNeedRoute, type ReplyOf } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatDay, formatMoment } from '../../shell/format.ts'
import { NeedOwner, NextStep } from './NeedsTable.tsx'
import { NeedTasks } from './NeedTasks.tsx'

type Need = ReplyOf<typeof getNeedRoute>

/** One need (需求) with all that was done about it. */
export function NeedScreen() {
  const { t } = useTranslation()
  const { needId } = getRouteApi('/shell/needs/$needId').useParams()
  const { data: need, error } = useQuery({
    queryKey: ['need', needId],
    queryFn: () => call(getNeedRoute, { needId }),
  })
  return (
    <>
      <nav aria-label={t('need.title')} className="row soft crumbs">
        <Link to="/needs">{t('need.title')}</Link> ›
      </nav>
      {error && <Failure error={error} />}
      {!need && !error && <Spin aria-label={t('app.loading')} />}
      {need && (
        <>
          <div className="row">
            <h1>{t(`needTopic.${need.topic}`)}</h1>
            <span className="state">{t(`needState.${need.state}`)}</span>
            {need.isOverdue && <span className="bad">{t('need.overdue')}</span>}
          </div>
          <NeedTasks need={need} />
          <div className="two even">
            <Facts need={need} />
            <Steps need={need} />
          </div>
        </>
      )}
    </>
  )
}

function Facts({ need }: { need: Need }) {
  const { t } = useTranslation()
  const { customerId, name, accountNo } = need.customer
  return (
    <section className="card">
      <dl className="pairs">
        <dt>{t('need.customer')}</dt>
        <dd>
          <Link to="/customers/$customerId" params={{ customerId }}>
            {name} {accountNo}
          </Link>
        </dd>
        <dt>{t('customers.where')}</dt>
        <dd>{need.unit.name}</dd>
        <dt>{t('need.text')}</dt>
        <dd>{need.text}</dd>
        <dt>{t('need.source')}</dt>
        <dd>{t(`needSource.${need.source}`)}</dd>
        <dt>{t('need.owner')}</dt>
        <dd>
          <NeedOwner need={need} />
        </dd>
        <dt>{t(need.state === 'open' ? 'need.next' : 'need.result')}</dt>
        <dd>
          <NextStep need={need} />
        </dd>
        <dt>{t('need.filedBy')}</dt>
        <dd>
          {need.filedBy} · {formatMoment(need.filedAt)}
        </dd>
      </dl>
    </section>
  )
}

function Steps({ need: { steps } }: { need: Need }) {
  const { t } = useTranslation()
  return (
    <section className="card">
      <h2>{t('need.steps')}</h2>
      {steps.length === 0 && <p className="soft">{t('need.noSteps')}</p>}
      <ol className="timeline">
        {steps.map((step) => (
          <li key={step.at}>
            <strong>{step.by}</strong>{' '}
            <time dateTime={step.at} className="soft small">
              {formatMoment(step.at)}
            </time>
            <div>{step.done}</div>
            {step.owner && <div>{t('need.handedTo', { name: step.owner })}</div>}
            {step.nextStep && (
              <div className="soft">
                {t('need.next')}: {step.nextStep}
                {step.nextStepOn && ` · ${formatDay(step.nextStepOn)}`}
              </div>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
