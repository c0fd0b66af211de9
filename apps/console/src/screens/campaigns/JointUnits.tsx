import { listUnitsRoute } from '@nuandeng/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import type { UnitChoice } from './plan-values.ts'
import { placedName } from './words.ts'

/** Units that take part, found by name anywhere in the organisation; `id`, `value` and `onChange` come from the form. */
export function JointUnits({
  hostId,
  ...field
}: {
  hostId: string
  id?: string
  value?: UnitChoice[]
  onChange?: (units: UnitChoice[]) => void
}) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const found = useQuery({
    queryKey: ['units', 'joint', search],
    queryFn: () => call(listUnitsRoute, { search, limit: 20 }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
  })
  const options = search === '' ? [] : (found.data?.items ?? [])
  return (
    <Select
      {...field}
      mode="multiple"
      labelInValue
      maxCount={50}
      showSearch={{ filterOption: false, onSearch: (text) => setSearch(text.trim()) }}
      notFoundContent={search === '' ? t('plan.jointSearch') : t('app.none')}
      placeholder={t('plan.jointSearch')}
      options={options
        .filter(({ unitId }) => unitId !== hostId)
        .map((unit) => ({ value: unit.unitId, label: placedName(unit) }))}
    />
  )
}
