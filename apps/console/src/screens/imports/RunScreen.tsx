import { getImportRunRoute, type ReplyOf } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Alert, Progress, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatMoment, formatNumber } from '../../shell/format.ts'
import './imports.css'
import { ErrorTable } from './ErrorTable.tsx'
import { MonthTable } from './MonthTable.tsx'
import { RunActions } from './RunActions.tsx'
import { SampleTable } from './SampleTable.tsx'
import { Steps } from './Steps.tsx'
import { useImportWords, useIsWhole } from './words.ts'

export type RunReply = ReplyOf<typeof getImportRunRoute>
type Run = RunReply['run']

const LOOK_MS = 1000

export const isUnderWay = ({ state }: Pick<Run, 'state'>) =>
  state === 'waiting' || state === 'importing'

/** A trial or an import: its progress, what came of it, and what can be done next. */
export function RunScreen() {
  const { t } = useTranslation()
  const { runId } = getRouteApi('/shell/imports/runs/$runId').useParams()
  const { data, error } = useQuery({
    queryKey: ['imports', 'run', runId],
    queryFn: () => call(getImportRunRoute, { runId }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.run) ? LOOK_MS : false),
  })
  const isWhole = useIsWhole(data?.run.target ?? '')
  if (error && !data) return <Failure error={error} />
  if (!data) return <Spin aria-label={t('app.loading')} />
  const { run, errors, sample, details } = data
  return (
    <>
      <h1>{t(run.isDryRun ? 'run.tryTitle' : 'run.importTitle')}</h1>
      <Steps now={run.isDryRun ? 'stepTry' : 'stepImport'} />
      {error && <Failure error={error} />}
      <Head run={run} />
      <Figures reply={data} />
      <RunActions key={runId} reply={data} />
      {run.hasWorkbook && !isWhole && <p className="soft">{t('run.workbookNote')}</p>}
      {details && details.months.length > 0 && <MonthTable months={details.months} />}
      {errors.length > 0 && <ErrorTable errors={errors} rejected={run.rejected} />}
      {sample && sample.rows.length > 0 && <SampleTable sample={sample} />}
    </>
  )
}

function Head({ run }: { run: Run }) {
  const { t } = useTranslation()
  const { targetName, starterName } = useImportWords()
  const { fileName, target, unit, startedAt, fraction } = run
  return (
    <section className="card" aria-label={fileName}>
      <h2 style={{ overflowWrap: 'anywhere' }}>{fileName}</h2>
      <p className="soft">
        {targetName(target)} · {unit.name} · {starterName(run)} · {formatMoment(startedAt)}
      </p>
      {isUnderWay(run) && (
        <Progress
          percent={Math.floor(fraction * 100)}
          status="active"
          aria-label={t('run.progress')}
        />
      )}
      <Pace run={run} />
      <div role="status">
        <State run={run} />
      </div>
    </section>
  )
}

/** How fast a run goes, and how long it will go on, by what was seen of it here. */
function Pace({ run }: { run: Run }) {
  const { t } = useTranslation()
  const [first, setFirst] = useState<Run>()
  const isWorking = run.state === 'importing'
  if (isWorking !== (first !== undefined)) setFirst(isWorking ? run : undefined)
  if (!first || run.fraction <= first.fraction) return null
  const seconds = (Date.parse(run.movedAt) - Date.parse(first.movedAt)) / 1000
  const left = (seconds * (1 - run.fraction)) / (run.fraction - first.fraction)
  const rate = formatNumber(Math.round((run.rows - first.rows) / Math.max(seconds, 1)))
  const key = left < 90 ? 'run.paceSeconds' : 'run.paceMinutes'
  return <p className="soft">{t(key, { rate, left: Math.ceil(left < 90 ? left : left / 60) })}</p>
}

/** What the state means to who waits for it. */
function State({ run }: { run: Run }) {
  const { t, i18n } = useTranslation()
  const { state, isDryRun, isStopAsked, refusal } = run
  const isWhole = useIsWhole(run.target)
  switch (state) {
    case 'waiting':
      return <p className="soft">{t('run.waiting')}</p>
    case 'importing':
      return isStopAsked ? (
        <p className="soft">{t(isWhole ? 'run.stoppingWhole' : 'run.stopping')}</p>
      ) : null
    case 'stopped': {
      const key = isDryRun ? 'run.stoppedTry' : isWhole ? 'run.stoppedWhole' : 'run.stopped'
      return <Alert type="warning" showIcon title={t(key)} />
    }
    case 'done':
      return <Alert type="success" showIcon title={t(isDryRun ? 'run.triedAll' : 'run.done')} />
    case 'failed': {
      const key = `problem.${refusal?.code}`
      const reason =
        refusal?.code === 'internal'
          ? t('run.failedInside')
          : i18n.exists(key)
            ? t(key, { detail: refusal?.message })
            : (refusal?.message ?? '')
      return <Alert type="error" showIcon title={t('run.failed', { reason })} />
    }
  }
}

function Figures({ reply: { run, details } }: { reply: RunReply }) {
  const { t } = useTranslation()
  const isWhole = useIsWhole(run.target)
  const { isDryRun, rows, created, changed, unchanged, rejected } = run
  const figures = isWhole
    ? {
        rows,
        [isDryRun ? 'wouldImport' : 'imported']: created,
        ...{ unchanged, unread: details?.unread ?? 0, rejected },
      }
    : {
        rows,
        [isDryRun ? 'wouldCreate' : 'created']: created,
        [isDryRun ? 'wouldChange' : 'changed']: changed,
        ...{ unchanged, rejected },
      }
  return (
    <dl className="figures five">
      {Object.entries(figures).map(([name, value]) => (
        <div className="figure" key={name}>
          <dt>{t(`imports.${name}`)}</dt>
          <dd className={`value ${name === 'rejected' && value > 0 ? 'bad' : ''}`}>
            {formatNumber(value)}
          </dd>
        </div>
      ))}
    </dl>
  )
}
