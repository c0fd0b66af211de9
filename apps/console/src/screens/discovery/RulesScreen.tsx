import type { Impact, listDiscoveryRulesRoute, ReplyOf } from '@nuandeng/contract'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { may, useMe } from '../../api/session.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { formatDay } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import { ApproveImpact, WithdrawImpact, WriteImpact } from './ImpactForms.tsx'
import { RuleRuns } from './RuleRuns.tsx'
import { useBoth, useRules } from './words.ts'
import './discovery.css'

export type Edition = ReplyOf<typeof listDiscoveryRulesRoute>['editions'][number]
export type Rule = Edition['rules'][number]

/** The rules with their impact assessments (影响评估), and runs of them over cities. */
export function RulesScreen() {
  const { t } = useTranslation()
  const me = useMe()
  const both = useBoth()
  const search = getRouteApi('/shell/discovery-rules').useSearch()
  const navigate = useNavigate()
  const unitId = search.unitId ?? me.unit.unitId
  const { data, error, isPending } = useRules(unitId)
  return (
    <>
      <div className="row apart">
        <h1>{t('rules.title')}</h1>
        <div style={{ minWidth: 260 }}>
          <UnitPicker
            label={t('rules.unit')}
            value={unitId}
            onChange={(picked) => navigate({ to: '/discovery-rules', search: { unitId: picked } })}
          />
        </div>
      </div>
      <p className="soft">{t('rules.note')}</p>
      {error && <Failure error={error} />}
      {isPending && <Spin aria-label={t('app.loading')} />}
      {data && may(me, 'signal.run') && <RuleRuns editions={data.editions} />}
      {data?.editions.toSorted(byUse).map((edition) => (
        <section key={edition.edition} className="card">
          <h2>
            {both(edition.name)} <span className="soft small">{edition.edition}</span>
          </h2>
          {edition.rules.map((rule) => (
            <OneRule key={rule.ruleId} {...{ rule, unitId, edition: edition.edition }} />
          ))}
        </section>
      ))}
    </>
  )
}

/** Editions of which a rule may run come first. */
function byUse(one: Edition, other: Edition) {
  const isUsed = ({ rules }: Edition) => Number(rules.some(({ mayRun }) => mayRun))
  return isUsed(other) - isUsed(one)
}

function OneRule({ rule, unitId, edition }: { rule: Rule; unitId: string; edition: string }) {
  const { t, i18n } = useTranslation()
  const both = useBoth()
  const mayNotWrite = useRefusal()('impact.write')
  const [isWriting, setIsWriting] = useState(false)
  return (
    <div className="rule">
      <div className="row apart">
        <h3>{both(rule.title)}</h3>
        <span className={rule.mayRun ? 'good' : 'bad'}>
          {t(rule.mayRun ? 'rules.mayRun' : 'rules.mayNotRun')}
        </span>
      </div>
      <p>{reasonIn(both(rule.reason), rule.parameters)}</p>
      <dl className="parameters small">
        {Object.entries(rule.parameters).map(([name, value]) => (
          <div key={name}>
            <dt>
              {i18n.exists(`ruleParameter.${name}`) ? t(`ruleParameter.${name}` as never) : name}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {rule.asksCare && <p className="small">{t('rules.asksCare')}</p>}
      <p className="soft small">
        {t('rules.source')}: {both(rule.source)}
      </p>
      {rule.impacts.map((impact) => (
        <OneImpact key={impact.assessmentId} impact={impact} />
      ))}
      {rule.impacts.length === 0 && <p className="soft">{t('rules.noImpact')}</p>}
      <Actions
        actions={[
          {
            ...{ label: t('rules.write'), reason: mayNotWrite },
            onClick: () => setIsWriting(true),
          },
        ]}
      />
      {isWriting && (
        <WriteImpact {...{ rule, unitId, edition }} onClose={() => setIsWriting(false)} />
      )}
    </div>
  )
}

/** The reason with what the rule is set to; what only a finding knows stays open. */
function reasonIn(reason: string, parameters: Rule['parameters']) {
  return reason.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(parameters[name] ?? '…'))
}

const TEXTS = ['purpose', 'dataUsed', 'legalBasis', 'risk', 'measures'] as const

function OneImpact({ impact }: { impact: Impact }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'approve' | 'withdraw'>()
  const refused = useRefusal()('impact.approve', impact.unit.path)
  const isOver = impact.state === 'approved' && !impact.isInForce
  const mayNotApprove =
    refused ??
    (impact.state !== 'draft'
      ? t('rules.notDraft')
      : impact.isMine
        ? t('rules.ownImpact')
        : undefined)
  return (
    <details className="impact">
      <summary>
        {t('rules.impacts')} · {impact.unit.name} ·{' '}
        <strong className={impact.isInForce ? 'good' : ''}>
          {t(`impactState.${isOver ? 'over' : impact.state}`)}
        </strong>
        {impact.validUntil && ` · ${t('rules.validUntil')} ${formatDay(impact.validUntil)}`}
      </summary>
      <dl className="pairs">
        {TEXTS.map((name) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{t(`rules.${name}`)}</dt>
            <dd>{impact[name]}</dd>
          </div>
        ))}
        {impact.careUse && (
          <>
            <dt>{t('rules.careUse')}</dt>
            <dd>{impact.careUse}</dd>
          </>
        )}
        <dt>{t('rules.writtenBy')}</dt>
        <dd>{impact.writtenBy}</dd>
        {impact.approvedBy && (
          <>
            <dt>{t('rules.approvedBy')}</dt>
            <dd>{impact.approvedBy}</dd>
          </>
        )}
        {impact.withdrawnReason && (
          <>
            <dt>{t('rules.withdrawReason')}</dt>
            <dd>
              {impact.withdrawnReason}（{impact.withdrawnBy}）
            </dd>
          </>
        )}
      </dl>
      <Actions
        actions={[
          {
            ...{ label: t('rules.approve'), reason: mayNotApprove },
            onClick: () => setOpen('approve'),
          },
          {
            label: t('rules.withdraw'),
            reason: refused ?? (impact.state === 'withdrawn' ? t('rules.isWithdrawn') : undefined),
            onClick: () => setOpen('withdraw'),
          },
        ]}
      />
      {open === 'approve' && <ApproveImpact impact={impact} onClose={() => setOpen(undefined)} />}
      {open === 'withdraw' && <WithdrawImpact impact={impact} onClose={() => setOpen(undefined)} />}
    </details>
  )
}
