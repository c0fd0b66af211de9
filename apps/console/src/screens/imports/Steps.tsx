import { useTranslation } from 'react-i18next'

const STEPS = ['stepChoose', 'stepColumns', 'stepTry', 'stepImport'] as const

/** Where in an import (导入步骤) one is. */
export function Steps({ now }: { now: (typeof STEPS)[number] }) {
  const { t } = useTranslation()
  const at = STEPS.indexOf(now)
  return (
    <ol className="import-steps" aria-label={t('imports.steps')}>
      {STEPS.map((step, i) => (
        <li
          key={step}
          className={i < at ? 'past' : ''}
          {...(i === at ? { 'aria-current': 'step' as const } : {})}
        >
          <span aria-hidden="true">{i + 1}</span>
          {t(`imports.${step}`)}
        </li>
      ))}
    </ol>
  )
}
