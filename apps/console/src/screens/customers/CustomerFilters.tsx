import { CUSTOMER_CLASSES, GRADES, SUPPLY_AREAS } from '@nuandeng/domain'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Choice, SearchField, UnitField } from '../../shell/FilterFields.tsx'
import type { CustomersSearch } from './routes.tsx'

const PERCENTS = [40, 60, 80, 100] as const
const MONTHS = [6, 12, 24] as const

interface FilterProps {
  search: CustomersSearch
  onChange: (change: CustomersSearch) => void
}

/** Narrows the list of customers. */
export function CustomerFilters({ search, onChange }: FilterProps) {
  const { t } = useTranslation()
  const { cursor: _, ...filter } = search
  const isNarrowed = Object.values(filter).some((value) => value !== undefined)
  return (
    <search className="card filters">
      <SearchField
        id="customers-search"
        hint={t('customers.searchHint')}
        value={search.search}
        maxLength={60}
        onSearch={(search) => onChange({ search })}
      />
      <UnitField
        id="customers-unit"
        value={search.unitId}
        onChange={(unitId) => onChange({ unitId })}
      />
      <Choices search={search} onChange={onChange} />
      <SearchField
        id="customers-tag"
        label={t('customerField.tags')}
        hint={t('customers.anyTag')}
        value={search.tag}
        maxLength={30}
        onSearch={(tag) => onChange({ tag })}
      />
      {isNarrowed && (
        <div className="row picked">
          <Button type="link" className="inline" onClick={() => onChange(NO_FILTER)}>
            {t('app.clear')}
          </Button>
        </div>
      )}
    </search>
  )
}

const NO_FILTER: CustomersSearch = {
  search: undefined,
  unitId: undefined,
  customerClass: undefined,
  grade: undefined,
  supplyArea: undefined,
  tag: undefined,
  completenessBelow: undefined,
  staleMonths: undefined,
}

/** The filters that are a list of values each. */
function Choices({ search, onChange }: FilterProps) {
  const { t } = useTranslation()
  return (
    <>
      <Choice
        id="customers-class"
        label={t('customers.kind')}
        any={t('customers.anyClass')}
        value={search.customerClass}
        options={[
          ...CUSTOMER_CLASSES.map((value) => ({ value, label: t(`class.${value}`) })),
          { value: 'none' as const, label: t('customers.noClass') },
        ]}
        onChange={(customerClass) => onChange({ customerClass })}
      />
      <Choice
        id="customers-grade"
        label={t('customerField.grade')}
        any={t('customers.anyGrade')}
        value={search.grade}
        options={GRADES.map((value) => ({ value, label: t(`grade.${value}`) }))}
        onChange={(grade) => onChange({ grade })}
      />
      <Choice
        id="customers-area"
        label={t('customerField.supplyArea')}
        any={t('customers.anyArea')}
        value={search.supplyArea}
        options={[
          ...SUPPLY_AREAS.map((value) => ({ value, label: t(`supplyArea.${value}`) })),
          { value: 'none' as const, label: t('customers.noArea') },
        ]}
        onChange={(supplyArea) => onChange({ supplyArea })}
      />
      <Choice
        id="customers-completeness"
        label={t('customers.completeness')}
        any={t('customers.anyCompleteness')}
        value={search.completenessBelow}
        options={PERCENTS.map((value) => ({
          value,
          label: t('customers.below', { percent: value }),
        }))}
        onChange={(completenessBelow) => onChange({ completenessBelow })}
      />
      <Choice
        id="customers-stale"
        label={t('customers.verifiedOn')}
        any={t('customers.anyStale')}
        value={search.staleMonths}
        options={MONTHS.map((value) => ({
          value,
          label: t('customers.staleFor', { months: value }),
        }))}
        onChange={(staleMonths) => onChange({ staleMonths })}
      />
    </>
  )
}
