import type { countCustomersRoute, ReplyOf } from '@nuandeng/contract'
import { CUSTOMER_CLASSES } from '@nuandeng/domain'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../shell/format.ts'
import { Completeness } from './Completeness.tsx'

/** How many the filter finds, by class, how complete their files are, and how many are stale. */
export function CustomerSummary({ counted }: { counted: ReplyOf<typeof countCustomersRoute> }) {
  const { t } = useTranslation()
  const figures = [
    [t('customers.total'), counted.count],
    ...CUSTOMER_CLASSES.map((name) => [t(`class.${name}`), counted.byClass[name] ?? 0]),
    [t('customers.noClass'), counted.byClass.none ?? 0],
    [t('customers.stale'), counted.stale],
  ] as [string, number][]
  return (
    <dl className="facts summary">
      {figures.map(([label, number]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{formatNumber(number)}</dd>
        </div>
      ))}
      {counted.completeness !== null && (
        <div>
          <dt>{t('customers.meanCompleteness')}</dt>
          <dd>
            <Completeness percent={counted.completeness} />
          </dd>
        </div>
      )}
    </dl>
  )
}
