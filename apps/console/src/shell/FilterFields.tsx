import { Select } from 'antd'
import type { ReactNode } from 'react'

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
