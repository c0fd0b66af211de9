import { useTranslation } from 'react-i18next'
import { formatMoment } from '../../shell/format.ts'
import type { Plan } from './PlanScreen.tsx'

/** What became of the plan, oldest first. */
export function PlanHistory({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  return (
    <section className="card">
      <h2>{t('plan.history')}</h2>
      {plan.decisions.length === 0 && <p className="soft">{t('plan.historyNone')}</p>}
      <ol className="timeline history">
        {plan.decisions.map((decision) => (
          <li key={decision.decidedAt} className={`step-${decision.state}`}>
            <strong>{t(`plan.step_${decision.state}`)}</strong> {decision.by}
            <time dateTime={decision.decidedAt} className="soft">
              {formatMoment(decision.decidedAt)}
            </time>
            {decision.reason && <p>{decision.reason}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}
