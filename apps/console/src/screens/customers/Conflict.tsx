import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatList } from '../../shell/format.ts'
import { differencesOf, type FileContent } from './form-values.ts'
import { useFieldName } from './words.ts'

/** Somebody changed the file meanwhile: what they changed, what of it one changed oneself, and what saving does now. */
export function Conflict({
  before,
  theirs,
  mine,
  verifiedOn,
  customerId,
}: {
  before: Partial<FileContent>
  theirs: Partial<FileContent>
  mine: () => Partial<FileContent>
  /** When they verified it: no field of the form. */
  verifiedOn: string | null
  customerId: string
}) {
  const { t } = useTranslation()
  const nameOf = useFieldName()
  const changed = differencesOf(before, theirs)
  const own = differencesOf(before, mine())
  const both = changed.filter((field) => own.includes(field))
  const names = [...changed, ...(verifiedOn ? ['verifiedOn'] : [])].map(nameOf)
  return (
    <Alert
      type="warning"
      showIcon
      className="gap"
      title={t('customer.conflict')}
      description={
        <>
          <p>
            {names.length > 0
              ? t('customer.theyChanged', { fields: formatList(names) })
              : t('customer.theyChangedPeople')}
          </p>
          {both.length > 0 && (
            <p>
              <strong>{t('customer.bothChanged', { fields: formatList(both.map(nameOf)) })}</strong>
            </p>
          )}
          <p>{t('customer.conflictNext')}</p>
          <Link to="/customers/$customerId" params={{ customerId }} target="_blank">
            {t('customer.seeNewest')}
          </Link>
        </>
      }
    />
  )
}
