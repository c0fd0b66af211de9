import { Select } from 'antd'
import { useTranslation } from 'react-i18next'

/** Yes, no, or not known. */
export function YesNo({
  id,
  value,
  onChange,
}: {
  /** Given by the form it stands in, as are the value and its change. */
  id?: string
  value?: boolean | null
  onChange?: (value: boolean | undefined) => void
}) {
  const { t } = useTranslation()
  return (
    <Select
      {...(id ? { id } : {})}
      allowClear
      value={value === undefined || value === null ? null : value ? 'yes' : 'no'}
      options={(['yes', 'no'] as const).map((answer) => ({
        value: answer,
        label: t(`customer.${answer}`),
      }))}
      onChange={(answer) => onChange?.(answer ? answer === 'yes' : undefined)}
    />
  )
}
