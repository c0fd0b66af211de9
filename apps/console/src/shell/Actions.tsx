import { Button } from 'antd'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { formatList } from './format.ts'

export interface Action {
  label: string
  /** Why it cannot be done now. */
  reason: string | undefined
  onClick: () => void
  isPrimary?: boolean
  isDanger?: boolean
}

/** What can be done here; what cannot stays in sight, and below it says why. */
export function Actions({ actions }: { actions: readonly Action[] }) {
  const { t } = useTranslation()
  const id = useId()
  const reasons = [...new Set(actions.flatMap(({ reason }) => reason ?? []))]
  return (
    <div className="actions">
      <div className="row">
        {actions.map(({ label, reason, onClick, isPrimary = false, isDanger = false }) => (
          <Button
            key={label}
            type={isPrimary ? 'primary' : 'default'}
            danger={isDanger}
            disabled={reason !== undefined}
            onClick={onClick}
            {...(reason ? { 'aria-describedby': `${id}-${reasons.indexOf(reason)}` } : {})}
          >
            {label}
          </Button>
        ))}
      </div>
      {reasons.map((reason, i) => {
        const labels = actions.filter((action) => action.reason === reason)
        return (
          <p key={reason} id={`${id}-${i}`} className="why">
            {t('refusal.of', { what: formatList(labels.map(({ label }) => label)), reason })}
          </p>
        )
      })}
    </div>
  )
}
