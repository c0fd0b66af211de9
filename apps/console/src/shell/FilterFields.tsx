import { Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { UnitPicker } from './UnitPicker.tsx'

/** A filter under its name. */
export function Field({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  )
}

/** A filter that is one of a list of values, or none. */
export function Choice<T extends string | number>({
  id,
  label,
  any,
  value,
  options,
  onChange,
}: {
  id: string
  label: string
  any: string
  value: T | undefined
  options: { value: T; label: string }[]
  onChange: (value: T | undefined) => void
}) {
  return (
    <Field id={id} label={label}>
      <Select<T | null>
        id={id}
        value={value ?? null}
        placeholder={any}
        allowClear
        options={options}
        onChange={(next) => onChange(next ?? undefined)}
      />
    </Field>
  )
}

/** A filter by words, taken when Enter or the glass is pressed. */
export function SearchField({
  id,
  label,
  hint,
  value,
  maxLength = 100,
  onSearch,
}: {
  id: string
  label?: string
  hint: string
  value: string | undefined
  maxLength?: number
  onSearch: (text: string | undefined) => void
}) {
  const { t } = useTranslation()
  return (
    <Field id={id} label={label ?? t('app.search')}>
      <Input.Search
        id={id}
        key={value}
        placeholder={hint}
        title={hint}
        defaultValue={value}
        allowClear
        maxLength={maxLength}
        onSearch={(text) => onSearch(text.trim() || undefined)}
      />
    </Field>
  )
}

/** A filter by a unit and all below it. */
export function UnitField(props: {
  id: string
  value: string | undefined
  onChange: (unitId: string | undefined) => void
}) {
  const { t } = useTranslation()
  return (
    <Field id={props.id} label={t('app.unitFilter')}>
      <UnitPicker {...props} isClearable />
    </Field>
  )
}
