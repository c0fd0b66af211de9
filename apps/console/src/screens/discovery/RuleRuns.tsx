import { listRuleRunsRoute, type ReplyOf, startRuleRunRoute } from '@nuandeng/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Checkbox, Form, Progress, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { may, useMe } from '../../api/session.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { formatMoment, formatNumber } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { FormModal } from '../../shell/ServerForm.tsx'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import type { Edition, Rule } from './RulesScreen.tsx'
import { useBoth } from './words.ts'

type Run = ReplyOf<typeof listRuleRunsRoute>['items'][number]

const AGAIN_MS = 2000
const SHOWN = 20

/** Runs of rules over cities: asked for here, with what came of them. */
export function RuleRuns({ editions }: { editions: readonly Edition[] }) {
  const { t } = useTranslation()
  const [asks, setAsks] = useState<Edition>()
  const list = useQuery({
    queryKey: ['rule-runs'],
    queryFn: () => call(listRuleRunsRoute, { limit: SHOWN }),
    refetchInterval: ({ state }) =>
      state.data?.items.some((run) => ['waiting', 'running'].includes(run.state))
        ? AGAIN_MS
        : false,
  })
  const runnable = editions.find(({ rules }) => rules.some(({ mayRun }) => mayRun))
  return (
    <section className="card">
      <h2>{t('rules.runs')}</h2>
      <Actions
        actions={[
          {
            ...{ label: t('rules.run'), isPrimary: true },
            reason: runnable ? undefined : t('rules.mayNotRun'),
            onClick: () => setAsks(runnable),
          },
        ]}
      />
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data && <RunTable runs={list.data.items} editions={editions} />}
      {asks && <AskForRun edition={asks} onClose={() => setAsks(undefined)} />}
    </section>
  )
}

function RunTable({ runs, editions }: { runs: readonly Run[]; editions: readonly Edition[] }) {
  const { t } = useTranslation()
  if (runs.length === 0) return <p className="soft">{t('rules.noRuns')}</p>
  return (
    <Scroll label={t('rules.runs')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('rules.city')}</th>
            <th scope="col">{t('signal.state')}</th>
            <th scope="col">{t('rules.asOf')}</th>
            <th scope="col" className="number">
              {t('rules.seen')}
            </th>
            <th scope="col">{t('rules.counts')}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.runId}>
              <th scope="row">
                {run.city.name}
                <div className="soft small">
                  {formatMoment(run.askedAt)} · {run.askedBy}
                </div>
              </th>
              <td className="whole">
                <RunStand run={run} />
              </td>
              <td className="whole">{run.asOf ?? '—'}</td>
              <td className="number">{run.seen === null ? '—' : formatNumber(run.seen)}</td>
              <td className="words">
                <Counts run={run} editions={editions} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function RunStand({ run }: { run: Run }) {
  const { t, i18n } = useTranslation()
  if (run.state === 'running' || run.state === 'waiting') {
    const percent = Math.round(run.fraction * 100)
    return (
      <>
        {t(`runState.${run.state}`)}
        <Progress
          percent={percent}
          size="small"
          aria-label={t('rules.progress', { percent })}
          style={{ width: 120 }}
        />
      </>
    )
  }
  const key = `problem.${run.refusal}`
  return (
    <>
      <span className={run.state === 'done' ? 'good' : 'bad'}>{t(`runState.${run.state}`)}</span>
      {run.refusal && (
        <div className="small">{i18n.exists(key) ? t(key as never) : run.refusal}</div>
      )}
    </>
  )
}

function Counts({ run, editions }: { run: Run; editions: readonly Edition[] }) {
  const { t, i18n } = useTranslation()
  const both = useBoth()
  const rules = editions.flatMap((edition) => edition.rules)
  const entries = Object.entries(run.counts)
  if (entries.length === 0) return '—'
  // What is hidden is one at least.
  const fresh = entries.reduce((sum, [, counts]) => sum + (counts.fresh ?? 1), 0)
  const isAtLeast = entries.some(([, counts]) => counts.fresh === null)
  const told = (count: number | null) =>
    count === null ? t('overview.small') : formatNumber(count)
  return (
    <details>
      <summary>
        {t('rules.countsSum', {
          rules: entries.length,
          fresh: isAtLeast ? t('overview.atLeast', { least: fresh }) : fresh,
        })}
      </summary>
      <ul className="entries small">
        {entries.map(([ruleId, { skipped, notRun, ...counts }]) => {
          const title = rules.find((rule) => rule.ruleId === ruleId)?.title
          const list = Object.entries(skipped)
            .map(([why, count]) => {
              const key = `skipReason.${why}`
              return `${i18n.exists(key) ? t(key as never) : why} ${told(count)}`
            })
            .join(t('rules.comma'))
          return (
            <li key={ruleId}>
              <strong>{title ? both(title) : ruleId}</strong>{' '}
              {notRun
                ? t(`notRun.${notRun}`)
                : t('rules.countsOf', {
                    ...{ found: told(counts.found), fresh: told(counts.fresh) },
                    ...{ again: told(counts.again), resting: told(counts.resting) },
                    ended: told(counts.ended),
                  })}
              {list && <div className="soft">{t('rules.skipped', { list })}</div>}
            </li>
          )
        })}
      </ul>
    </details>
  )
}

interface RunInput {
  cityUnitId: string
  ruleIds: string[]
}

function AskForRun({ edition, onClose }: { edition: Edition; onClose: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const both = useBoth()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [runId] = useState(() => crypto.randomUUID())
  // Who may not read care flags does not make a rule ask for them.
  const lacksCare = ({ asksCare }: Rule) => asksCare && !may(me, 'care.read')
  const runnable = edition.rules.filter((rule) => rule.mayRun && !lacksCare(rule))
  const whyNot = (rule: Rule) => {
    if (!rule.mayRun) return `（${t('rules.mayNotRun')}）`
    return lacksCare(rule) ? `（${t('rules.needsCare')}）` : ''
  }
  return (
    <FormModal
      title={t('rules.run')}
      submit={t('rules.run')}
      onCancel={onClose}
      onDone={() => {
        message.success(t('rules.started'))
        queries.invalidateQueries({ queryKey: ['rule-runs'] })
        onClose()
      }}
      initialValues={{
        ruleIds: runnable.map(({ ruleId }) => ruleId),
        ...(me.unit.kind === 'city' ? { cityUnitId: me.unit.unitId } : {}),
      }}
      send={(input: RunInput) =>
        call(startRuleRunRoute, { runId, edition: edition.edition, ...input })
      }
    >
      <p className="soft">{t('rules.runNote')}</p>
      <Form.Item name="cityUnitId" label={t('rules.city')} rules={[{ required: true }]}>
        <UnitPicker kind="city" />
      </Form.Item>
      <Form.Item name="ruleIds" label={t('rules.chosen')} rules={[{ required: true }]}>
        <Checkbox.Group
          options={edition.rules.map((rule) => ({
            value: rule.ruleId,
            label: `${both(rule.title)}${whyNot(rule)}`,
            disabled: !runnable.includes(rule),
          }))}
        />
      </Form.Item>
    </FormModal>
  )
}
