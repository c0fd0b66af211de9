import { countCustomersRoute, listCustomersRoute } from '@nuandeng/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Alert, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { formatNumber } from '../../shell/format.ts'
import { Pager } from '../../shell/Pager.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { AssignCustomers, type Assigned } from './AssignCustomers.tsx'
import { CustomerFilters } from './CustomerFilters.tsx'
import { CustomerSummary } from './CustomerSummary.tsx'
import { CustomerTable } from './CustomerTable.tsx'
import { ExportCustomers } from './ExportCustomers.tsx'
import type { CustomersSearch } from './routes.tsx'

/** Customers (客户档案): found, narrowed, exported, and assigned many at once. */
export function CustomersScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/customers').useSearch()
  const navigate = useNavigate()
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const { cursor, ...filter } = search
  const list = useQuery({
    queryKey: ['customers', filter, cursor],
    queryFn: () => call(listCustomersRoute, { ...filter, cursor }),
    placeholderData: keepPreviousData,
  })
  const counted = useQuery({
    queryKey: ['customers', 'count', filter],
    queryFn: () => call(countCustomersRoute, filter),
    placeholderData: keepPreviousData,
  })
  const go = (change: CustomersSearch) => {
    if (!('cursor' in change)) setPicked(new Set())
    navigate({ to: '/customers', search: { ...search, cursor: undefined, ...change } })
  }
  return (
    <>
      <h1>{t('customers.title')}</h1>
      <CustomerFilters search={search} onChange={go} />
      <Tasks filter={filter} count={counted.data?.count} picked={picked} onPick={setPicked} />
      {(list.error ?? counted.error) && <Failure error={list.error ?? counted.error} />}
      {counted.data && <CustomerSummary counted={counted.data} />}
      {list.data?.found?.isMore && (
        <Alert
          type="info"
          showIcon
          className="gap"
          title={t('customers.foundMore', { number: formatNumber(list.data.found.count) })}
        />
      )}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data && (
        <CustomerTable
          customers={list.data.items}
          isOld={list.isPlaceholderData}
          picked={picked}
          onPick={setPicked}
        />
      )}
      <Pager cursor={cursor} next={list.data?.next} onGo={(next) => go({ cursor: next })} />
    </>
  )
}

/** What can be done with the chosen customers, or with all that the filter finds. */
function Tasks({
  filter,
  count,
  picked,
  onPick,
}: {
  filter: Omit<CustomersSearch, 'cursor'>
  count: number | undefined
  picked: ReadonlySet<string>
  onPick: (picked: ReadonlySet<string>) => void
}) {
  const { t } = useTranslation()
  const refusalOf = useRefusal()
  const navigate = useNavigate()
  const [open, setOpen] = useState<'export' | Assigned>()
  const mayNot = refusalOf('customer.assign')
  const isNarrowed = Object.values(filter).some((value) => value !== undefined)
  return (
    <>
      <Actions
        actions={[
          {
            label: t('customers.create'),
            reason: refusalOf('customer.create'),
            onClick: () => navigate({ to: '/customers/new' }),
            isPrimary: true,
          },
          {
            label: t('customerAssign.picked', { number: formatNumber(picked.size) }),
            reason: mayNot ?? (picked.size > 0 ? undefined : t('customerAssign.pickFirst')),
            onClick: () => setOpen({ of: { customerIds: [...picked] }, count: picked.size }),
          },
          {
            label: t('customerAssign.all', { number: formatNumber(count ?? 0) }),
            reason:
              mayNot ??
              (!isNarrowed
                ? t('customerAssign.narrowFirst')
                : count
                  ? undefined
                  : t('customers.none')),
            onClick: () => count && setOpen({ of: { filter, expected: count }, count }),
          },
          {
            label: t('customerExport.open'),
            reason: refusalOf('customer.export') ?? (count ? undefined : t('customers.none')),
            onClick: () => setOpen('export'),
          },
        ]}
      />
      {open === 'export' && <ExportCustomers filter={filter} onClose={() => setOpen(undefined)} />}
      {open && open !== 'export' && (
        <AssignCustomers
          assigned={open}
          onClose={() => setOpen(undefined)}
          onDone={() => onPick(new Set())}
        />
      )}
    </>
  )
}
