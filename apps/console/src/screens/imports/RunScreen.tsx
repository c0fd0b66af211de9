import { getImportRunRoute, type ReplyOf } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Alert, Progress, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatMoment, formatNumber } from '../../shell/format.ts'
import './imports.css'
import { ErrorTable } from './ErrorTable.tsx'
import { RunActions } from './RunActions.tsx'
import { SampleTable } from './SampleTable.tsx'
import { Steps } from './Steps.tsx'
import { useImportWords } from './words.ts'

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
  if (error && !data) return <Failure error={error} />
  if (!data) return <Spin aria-label={t('app.loading')} />
  const { run, errors, sample } = data
  return (
    <>
      <h1>{t(run.isDryRun ? 'run.tryTitle' : 'run.importTitle')}</h1>
      <Steps now={run.isDryRun ? 'stepTry' : 'stepImport'} />
      {error && <Failure error={error} />}
      <Head run={run} />
      <Figures run={run} />
      <RunActions key={runId} reply={data} />
      {run.hasWorkbook && <p className="soft">{t('run.workbookNote')}</p>}
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
      <div role="status">
        <State run={run} />
      </div>
    </section>
  )
}

/** What the state means to who waits for it. */
function State({ run }: { run: Run }) {
  const { t, i18n } = useTranslation()
  const { state, isDryRun, isStopAsked, refusal } = run
  switch (state) {
    case 'waiting':
      return <p className="soft">{t('run.waiting')}</p>
    case 'importing':
      return isStopAsked ? <p className="soft">{t('run.stopping')}</p> : null
    case 'stopped':
      return (
        <Alert type="warning" showIcon title={t(isDryRun ? 'run.stoppedTry' : 'run.stopped')} />
      )
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

function Figures({ run }: { run: Run }) {
  const { t } = useTranslation()
  const words = run.isDryRun
    ? (['rows', 'wouldCreate', 'wouldChange', 'unchanged', 'rejected'] as const)
    : (['rows', 'created', 'changed', 'unchanged', 'rejected'] as const)
  const { rows, created, changed, unchanged, rejected } = run
  return (
    <dl className="figures five">
      {[rows, created, changed, unchanged, rejected].map((value, i) => (
        <div className="figure" key={words[i]}>
          <dt>{t(`imports.${words[i]}`)}</dt>
          <dd className={`value ${words[i] === 'rejected' && value > 0 ? 'bad' : ''}`}>
            {formatNumber(value)}
          </dd>
        </div>
      ))}
    </dl>
  )
}
