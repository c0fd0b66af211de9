import { listCareCustomersRoute, type ReplyOf } from '@nuandeng/contract'
import { CARE_KINDS } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { Choice, UnitField } from '../../shell/FilterFields.tsx'
import { formatDay } from '../../shell/format.ts'
import { Pager } from '../../shell/Pager.tsx'
import { Scroll } from '../../shell/Scroll.tsx'
import { CareCard } from './CareCard.tsx'
import { CareCounts } from './CareCounts.tsx'
import { CareLooks } from './CareLooks.tsx'
import { CareRequests } from './CareRequests.tsx'
import { CareViews } from './CareViews.tsx'
import type { CareSearch } from './routes.tsx'

/** Customers with a care flag (关爱对象): for the roles that may see them, each search audited. */
export function CareScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/care').useSearch()
  const navigate = useNavigate()
  const list = useQuery({
    queryKey: ['care', search],
    queryFn: () => call(listCareCustomersRoute, search),
    placeholderData: keepPreviousData,
    // Each reading is an entry in the audit trail: not again because a window came to the front.
    refetchOnWindowFocus: false,
  })
  const go = (change: CareSearch) =>
    navigate({ to: '/care', search: { ...search, cursor: undefined, ...change } })
  return (
    <>
      <h1>{t('care.title')}</h1>
      <CareViews />
      <p className="soft">{t('care.listNote')}</p>
      <search className="card filters">
        <UnitField id="care-unit" value={search.unitId} onChange={(unitId) => go({ unitId })} />
        <Choice
          id="care-kind"
          label={t('care.kind')}
          any={t('need.any')}
          value={search.kind}
          options={CARE_KINDS.map((value) => ({ value, label: t(`careKind.${value}`) }))}
          onChange={(kind) => go({ kind })}
        />
      </search>
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data && <CareTable items={list.data.items} />}
      <Pager cursor={search.cursor} next={list.data?.next} onGo={(next) => go({ cursor: next })} />
      {search.unitId && <CareCounts key={search.unitId} unitId={search.unitId} />}
    </>
  )
}

function CareTable({ items }: { items: ReplyOf<typeof listCareCustomersRoute>['items'] }) {
  const { t } = useTranslation()
  if (items.length === 0) return <p className="card soft">{t('care.none')}</p>
  return (
    <Scroll label={t('care.title')} className="card">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('need.customer')}</th>
            <th scope="col">{t('care.kind')}</th>
            <th scope="col">{t('care.source')}</th>
            <th scope="col">{t('care.expiresOn')}</th>
            <th scope="col" className="wide-only">
              {t('customers.where')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ customerId, name, accountNo, unit, flag }) => (
            <tr key={flag.flagId}>
              <th scope="row">
                <Link to="/care/$customerId" params={{ customerId }}>
                  {name}
                </Link>
                <div className="soft small">{accountNo}</div>
              </th>
              <td className="whole">{t(`careKind.${flag.kind}`)}</td>
              <td className="words">
                {flag.source}
                {flag.holderDiffers && <div className="soft small">{t('care.holderDiffers')}</div>}
              </td>
              <td className="whole">{formatDay(flag.expiresOn)}</td>
              <td className="wide-only whole">{unit.name}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

/** What the protected store holds of one customer, for those who see care flags and not the file. */
export function CareCustomerScreen() {
  const { t } = useTranslation()
  const { customerId } = getRouteApi('/shell/care/$customerId').useParams()
  return (
    <>
      <nav aria-label={t('care.title')} className="row soft crumbs">
        <Link to="/care">{t('care.title')}</Link> ›
      </nav>
      <h1>{t('care.ofCustomer')}</h1>
      <div key={customerId}>
        <CareCard customerId={customerId} />
        <CareRequests customerId={customerId} />
        <CareLooks customerId={customerId} />
      </div>
    </>
  )
}
