import { useTranslation } from 'react-i18next'
import './customers.css'

/** How complete a file is (完整度): a small bar with its number. */
export function Completeness({ percent }: { percent: number }) {
  const { t } = useTranslation()
  const level = percent === 100 ? 'whole' : percent >= 60 ? 'partly' : 'poor'
  return (
    <span className={`completeness ${level}`} title={t('customers.bar', { percent })}>
      <span className="track" aria-hidden="true">
        <span style={{ width: `${percent}%` }} />
      </span>
      {percent}%
    </span>
  )
}
