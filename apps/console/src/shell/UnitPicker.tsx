import { getUnitRoute, listUnitsRoute } from '@nuandeng/contract'
import type { UnitKind } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../api/call.ts'
import { useMe } from '../api/session.ts'
import { todayInChina } from './format.ts'

interface UnitPickerProps {
  /** Given by the form it stands in. */
  id?: string
  value?: string | undefined
  onChange?: (unitId: string | undefined) => void
  label?: string
  kind?: UnitKind
  isClearable?: boolean
}

/** Picks a unit by a part of its name or by its code; before anything is typed, mine and those below. */
export function UnitPicker(props: UnitPickerProps) {
  const { id, value, onChange, label, kind, isClearable = false } = props
  const { t } = useTranslation()
  const me = useMe()
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const found = useQuery({
    queryKey: ['units', 'picker', search, kind],
    queryFn: () =>
      call(listUnitsRoute, {
        ...(search || kind ? {} : { parentId: me.unit.unitId }),
        ...(search ? { search } : {}),
        kind,
        validOn: todayInChina(),
        limit: 30,
      }),
    placeholderData: keepPreviousData,
  })
  const chosen = useQuery({
    queryKey: ['unit', value],
    queryFn: () => call(getUnitRoute, { unitId: value ?? '' }),
    enabled: value !== undefined,
  })
  const own = search || kind ? [] : [me.unit]
  const units = new Map(
    [...own, ...(chosen.data && !search ? [chosen.data] : []), ...(found.data?.items ?? [])].map(
      (unit) => [unit.unitId, unit],
    ),
  )
  return (
    <Select
      {...(id ? { id } : {})}
      {...(label ? { 'aria-label': label } : {})}
      value={value ?? null}
      placeholder={t('picker.unit')}
      allowClear={isClearable}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      notFoundContent={t('app.none')}
      loading={found.isFetching}
      style={{ minWidth: 220, width: '100%' }}
      options={[...units.values()].map((unit) => ({
        value: unit.unitId,
        label: `${unit.name} · ${t(`unit.${unit.kind}`)}`,
      }))}
      onChange={(next) => onChange?.(next ?? undefined)}
    />
  )
}
