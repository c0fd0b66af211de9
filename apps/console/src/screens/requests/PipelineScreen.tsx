import { listPipelineRoute, type ReplyOf } from '@nuandeng/contract'
import { PROCESSES, REQUEST_SUBKINDS } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Select, Spin, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { UnitField } from '../../shell/FilterFields.tsx'
import { formatMoment } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { Countdown } from './RequestTable.tsx'
import './requests.css'
import type { PipelineSearch } from './routes.tsx'
import { spanOf, useTitles } from './words.ts'

type Supply = ReplyOf<typeof listPipelineRoute>['items'][number]

/** The steps that a new supply can wait for, in their order: that of the longest process. */
const STEPS = PROCESSES['new-supply/high-voltage-dual']?.steps ?? []

/** New supply under way (业扩在途): by the step it waits for, its three times kept apart. */
export function PipelineScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/new-supply').useSearch()
  const navigate = useNavigate()
  const { data, error, isPending } = useQuery({
    queryKey: ['requests', 'pipeline', search],
    queryFn: () => call(listPipelineRoute, search),
    placeholderData: keepPreviousData,
  })
  const go = (change: PipelineSearch) =>
    navigate({ to: '/new-supply', search: { ...search, ...change } })
  return (
    <>
      <h1>{t('pipeline.title')}</h1>
      <search className="card filters">
        <UnitField id="pipeline-unit" value={search.unitId} onChange={(unitId) => go({ unitId })} />
        <div className="field">
          <label htmlFor="pipeline-subkind">{t('request.subkind')}</label>
          <Select
            id="pipeline-subkind"
            value={search.subkind ?? null}
            placeholder={t('request.anySubkind')}
            allowClear
            options={REQUEST_SUBKINDS['new-supply'].map((value) => ({
              value,
              label: t(`requestSubkind.${value}`),
            }))}
            onChange={(subkind) => go({ subkind: subkind ?? undefined })}
          />
        </div>
      </search>
      <p className="soft small">{t('pipeline.note')}</p>
      {error && <Failure error={error} />}
      {isPending && <Spin aria-label={t('app.loading')} />}
      {data?.isCut && <p className="bad">{t('pipeline.cut', { number: data.items.length })}</p>}
      {data?.items.length === 0 && <p className="card soft">{t('pipeline.none')}</p>}
      {data && data.items.length > 0 && <Columns items={data.items} />}
    </>
  )
}

function Columns({ items }: { items: readonly Supply[] }) {
  const { t } = useTranslation()
  const { stepTitle } = useTitles()
  const byStep = Map.groupBy(items, ({ step }) => step)
  const shown = STEPS.filter(({ step, isOptional }) => !isOptional || byStep.has(step))
  return (
    <Scroll label={t('pipeline.title')} className="pipeline">
      {shown.map(({ step, by }) => {
        const found = byStep.get(step) ?? []
        return (
          <section key={step} aria-label={stepTitle(step)} className={by}>
            <h2>
              {stepTitle(step)}
              <span className="small soft">
                {' '}
                {t(`stepSide.${by}`)} · {t('pipeline.cases', { number: found.length })}
              </span>
            </h2>
            {found.length === 0 && <p className="soft">{t('pipeline.empty')}</p>}
            {found.map((supply) => (
              <SupplyCard key={supply.requestId} supply={supply} />
            ))}
          </section>
        )
      })}
    </Scroll>
  )
}

/** One new supply: the promise, the utility's part and the whole time, each by itself. */
function SupplyCard({ supply }: { supply: Supply }) {
  const { t } = useTranslation()
  const { limitOf } = useTitles()
  const { requestId, number, nextClock, brokenClocks } = supply
  return (
    <article className="card">
      <Link to="/requests/$requestId" params={{ requestId }}>
        {number}
      </Link>
      <div className="small">
        {t(`requestSubkind.${supply.subkind}`)} · {supply.unit.name}
      </div>
      <div className="small soft">
        {supply.owner?.name ?? t('request.noOwner')} ·{' '}
        {t('pipeline.since', { time: formatMoment(supply.since) })}
      </div>
      <div className="tags">
        <Tag className={supply.turn === 'customer' ? '' : 'flag'}>{t(`turn.${supply.turn}`)}</Tag>
        {supply.isPaused && <Tag>{t('request.paused')}</Tag>}
      </div>
      <dl className="pairs small">
        <dt>{t('request.promise')}</dt>
        <dd>
          {nextClock ? (
            <>
              <Countdown dueAt={nextClock.dueAt} warnAt={nextClock.warnAt} />
              <div className="soft">{limitOf(nextClock)}</div>
            </>
          ) : (
            brokenClocks === 0 &&
            t(
              supply.turn === 'customer' || supply.isPaused
                ? 'pipeline.standing'
                : 'request.noClock',
            )
          )}
          {brokenClocks > 0 && (
            <div className="mark bad">{t('request.brokenClocks', { number: brokenClocks })}</div>
          )}
        </dd>
        <dt>{t('request.utility')}</dt>
        <dd>{spanOf(supply.utilityMinutes)}</dd>
        <dt>{t('request.whole')}</dt>
        <dd>{spanOf(supply.wholeMinutes)}</dd>
      </dl>
    </article>
  )
}
