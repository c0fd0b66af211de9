import { listImportRunsRoute, type ReplyOf } from '@nuandeng/contract'
import { RUN_STATES } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Select, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { UnitField } from '../../shell/FilterFields.tsx'
import { formatMoment, formatNumber } from '../../shell/format.ts'
import { Pager } from '../../shell/Pager.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { oneOf } from '../../shell-route.tsx'
import './imports.css'
import { RunMark } from './RunMark.tsx'
import type { ImportsSearch } from './routes.tsx'
import { useImportWords, useTargets } from './words.ts'

type Run = ReplyOf<typeof listImportRunsRoute>['items'][number]

const isUnderWay = ({ state }: Run) => state === 'waiting' || state === 'importing'
const LOOK_MS = 2000

/** Imports (导入): what was taken in so far, and the way to a new one. */
export function ImportsScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/imports').useSearch()
  const navigate = useNavigate()
  const refusalOf = useRefusal()
  const list = useQuery({
    queryKey: ['imports', 'runs', search],
    queryFn: () => call(listImportRunsRoute, { ...search, limit: 50 }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? LOOK_MS : false),
  })
  const go = (change: ImportsSearch) =>
    navigate({ to: '/imports', search: { ...search, cursor: undefined, ...change } })
  return (
    <>
      <h1>{t('imports.title')}</h1>
      <p className="soft">{t('imports.note')}</p>
      <Actions
        actions={[
          {
            label: t('imports.create'),
            reason: refusalOf('import.run'),
            onClick: () =>
              navigate({
                to: '/imports/new',
                search: { target: search.target, unitId: search.unitId },
              }),
            isPrimary: true,
          },
        ]}
      />
      <Filters search={search} onChange={go} />
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data && <List runs={list.data.items} />}
      <Pager cursor={search.cursor} next={list.data?.next} onGo={(cursor) => go({ cursor })} />
    </>
  )
}

function Filters({
  search,
  onChange,
}: {
  search: ImportsSearch
  onChange: (change: ImportsSearch) => void
}) {
  const { t } = useTranslation()
  const targets = useTargets()
  const { targetName } = useImportWords()
  return (
    <search className="card filters">
      <div className="field">
        <label htmlFor="imports-target">{t('imports.target')}</label>
        <Select
          id="imports-target"
          value={search.target ?? null}
          placeholder={t('imports.anyTarget')}
          allowClear
          options={(targets.data?.items ?? []).map(({ target }) => ({
            value: target,
            label: targetName(target),
          }))}
          onChange={(target) => onChange({ target: target ?? undefined })}
        />
      </div>
      <UnitField
        id="imports-unit"
        value={search.unitId}
        onChange={(unitId) => onChange({ unitId })}
      />
      <div className="field">
        <label htmlFor="imports-kind">{t('imports.kind')}</label>
        <Select
          id="imports-kind"
          value={search.kind ?? null}
          placeholder={t('imports.anyKind')}
          allowClear
          options={(['import', 'dry-run'] as const).map((value) => ({
            value,
            label: t(`imports.${value}`),
          }))}
          onChange={(kind) => onChange({ kind: oneOf(['import', 'dry-run'], kind) })}
        />
      </div>
      <div className="field">
        <label htmlFor="imports-state">{t('imports.state')}</label>
        <Select
          id="imports-state"
          value={search.state ?? null}
          placeholder={t('imports.anyState')}
          allowClear
          options={RUN_STATES.map((value) => ({ value, label: t(`runState.${value}`) }))}
          onChange={(state) => onChange({ state: oneOf(RUN_STATES, state) })}
        />
      </div>
    </search>
  )
}

function List({ runs }: { runs: readonly Run[] }) {
  const { t } = useTranslation()
  if (runs.length === 0) return <p className="card soft">{t('imports.none')}</p>
  return (
    <section className="card scroll" aria-label={t('imports.history')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('imports.file')}</th>
            <th scope="col" className="wide-only">
              {t('imports.unit')}
            </th>
            <th scope="col">{t('imports.state')}</th>
            <th scope="col" className="number wide-only">
              {t('imports.rows')}
            </th>
            <th scope="col" className="wide-only">
              {t('run.result')}
            </th>
            <th scope="col" className="number">
              {t('imports.rejected')}
            </th>
            <th scope="col" className="wide-only">
              {t('imports.startedBy')}
            </th>
            <th scope="col" className="wide-only">
              {t('imports.startedAt')}
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <RunLine key={run.runId} run={run} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function RunLine({ run }: { run: Run }) {
  const { t } = useTranslation()
  const { targetName, starterName } = useImportWords()
  const { runId, fileName, target, isDryRun, unit, startedAt, rows, rejected } = run
  return (
    <tr>
      <th scope="row" className="import-name">
        <Link to="/imports/runs/$runId" params={{ runId }}>
          {fileName}
        </Link>
        <div className="soft small">
          {targetName(target)} · {t(isDryRun ? 'imports.dry-run' : 'imports.import')}
        </div>
        <div className="soft small narrow-only">{formatMoment(startedAt)}</div>
      </th>
      <td className="wide-only">{unit.name}</td>
      <td>
        <RunMark run={run} />
      </td>
      <td className="number wide-only">{formatNumber(rows)}</td>
      <td className="wide-only">
        {t(isDryRun ? 'imports.wouldResults' : 'imports.results', {
          created: formatNumber(run.created),
          changed: formatNumber(run.changed),
          unchanged: formatNumber(run.unchanged),
        })}
      </td>
      <td className="number">{formatNumber(rejected)}</td>
      <td className="wide-only">{starterName(run)}</td>
      <td className="wide-only nowrap">{formatMoment(startedAt)}</td>
    </tr>
  )
}
