import type { SentOf, startImportRoute } from '@nuandeng/contract'
import { READING_PERIODS } from '@nuandeng/domain'
import { Checkbox, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Field } from '../../shell/FilterFields.tsx'

type Options = NonNullable<SentOf<typeof startImportRoute>['options']>

const MONTHS = [1, 2, 3, 6] as const
const AS_IN_FILE = 0
const AUTO = 'auto' as const

/** What a file of readings does not tell by itself: what one reading is about, and over how many months it goes. */
export function ReadingOptions({
  options,
  onChange,
}: {
  options: Options
  onChange: (options: Options) => void
}) {
  const { t } = useTranslation()
  const { period, months, allowFewer = false } = options
  const change = (next: Options) =>
    onChange(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)))
  return (
    <div className="filters reading-options">
      <Field id="reading-period" label={t('readingOptions.period')}>
        <Select
          id="reading-period"
          value={period ?? AUTO}
          options={[
            { value: AUTO, label: t('columns.guessed') },
            ...READING_PERIODS.map((value) => ({ value, label: t(`readingPeriod.${value}`) })),
          ]}
          onChange={(next) => change({ ...options, period: next === AUTO ? undefined : next })}
        />
      </Field>
      <Field id="reading-months" label={t('readingOptions.months')}>
        <Select
          id="reading-months"
          value={months ?? AS_IN_FILE}
          options={[
            { value: AS_IN_FILE, label: t('readingOptions.asInFile') },
            ...MONTHS.map((value) => ({ value, label: String(value) })),
          ]}
          onChange={(next) =>
            change({ ...options, months: next === AS_IN_FILE ? undefined : next })
          }
        />
      </Field>
      <Checkbox
        checked={allowFewer}
        onChange={({ target }) => change({ ...options, allowFewer: target.checked || undefined })}
      >
        {t('readingOptions.allowFewer')}
      </Checkbox>
    </div>
  )
}
