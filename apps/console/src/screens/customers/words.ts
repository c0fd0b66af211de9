import type { getCustomerRoute, ReplyOf, revealCustomerRoute } from '@nuandeng/contract'
import { useTranslation } from 'react-i18next'
import { formatList, formatNumber } from '../../shell/format.ts'

export type CustomerFile = ReplyOf<typeof getCustomerRoute>
/** What is shown once it was said what for. */
export type Full = ReplyOf<typeof revealCustomerRoute>

/** `supply.sources` as the messages name it. */
export function useFieldName() {
  const { t, i18n } = useTranslation()
  return (field: string): string => {
    const key = `customerField.${field.replaceAll('.', '-')}`
    return i18n.exists(key) ? t(key) : field
  }
}

/** Values of a file in words; what is not known has none. */
export function useFileWords() {
  const { t } = useTranslation()
  return {
    amount: (value: number | undefined | null, unit: string) =>
      value === undefined || value === null ? null : `${formatNumber(value)} ${unit}`,
    yesNo: (value: boolean | undefined) =>
      value === undefined ? null : t(value ? 'customer.yes' : 'customer.no'),
    list: (values: readonly string[] | undefined) =>
      values && values.length > 0 ? formatList(values) : null,
    months: (values: readonly number[] | undefined) =>
      values && values.length > 0
        ? formatList(values.map((month) => t('customer.month', { month })))
        : null,
  }
}
