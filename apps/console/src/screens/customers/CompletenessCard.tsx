import { useTranslation } from 'react-i18next'
import { formatDay, formatList, formatMoment } from '../../shell/format.ts'
import { Completeness } from './Completeness.tsx'
import { type CustomerFile, useFieldName } from './words.ts'

/** How complete a file is, what is missing, and since when it has been known to be right. */
export function CompletenessCard({ file }: { file: CustomerFile }) {
  const { t } = useTranslation()
  const nameOf = useFieldName()
  return (
    <section className="card">
      <h2>{t('customers.completeness')}</h2>
      <dl className="pairs">
        <dt>{t('customers.completeness')}</dt>
        <dd>
          <Completeness percent={file.completeness} />
        </dd>
        <dt>{t('customer.missing')}</dt>
        <dd>
          {file.missing.length === 0 ? (
            <span className="good">{t('customer.nothingMissing')}</span>
          ) : (
            formatList(file.missing.map(nameOf))
          )}
        </dd>
        <dt>{t('customers.verifiedOn')}</dt>
        <dd>
          {file.verifiedOn ? formatDay(file.verifiedOn) : t('customers.never')}
          {file.isStale && <span className="bad"> · {t('customer.verifyAgain')}</span>}
        </dd>
        <dt>{t('customer.changedAt')}</dt>
        <dd>{formatMoment(file.changedAt)}</dd>
      </dl>
    </section>
  )
}
