import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFieldName } from './words.ts'

/** Fields of a file with what they hold; one that the class requires and that is empty says so. */
export function FilePairs({
  pairs,
  missing,
}: {
  /** Fields by their names, each with its value in words. */
  pairs: readonly (readonly [string, ReactNode])[]
  missing: readonly string[]
}) {
  const { t } = useTranslation()
  const nameOf = useFieldName()
  return (
    <dl className="pairs">
      {pairs.map(([field, value]) => (
        <div key={field} style={{ display: 'contents' }}>
          <dt>{nameOf(field)}</dt>
          <dd>
            {value ||
              (missing.includes(field) ? <span className="bad">{t('customer.toFill')}</span> : '—')}
          </dd>
        </div>
      ))}
    </dl>
  )
}
