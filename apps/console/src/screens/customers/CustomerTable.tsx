import type { listCustomersRoute, ReplyOf } from '@nuandeng/contract'
import { Link } from '@tanstack/react-router'
import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatDay } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { Completeness } from './Completeness.tsx'

type Customer = ReplyOf<typeof listCustomersRoute>['items'][number]
type Picked = ReadonlySet<string>

/** One page of customers; those who may assign choose among them. */
export function CustomerTable({
  customers,
  isOld,
  picked,
  onPick,
}: {
  customers: readonly Customer[]
  /** What is shown was found by the filter before this one, which is still being asked for. */
  isOld: boolean
  picked: Picked
  onPick: (picked: Picked) => void
}) {
  const { t } = useTranslation()
  const isPickable = useRefusal()('customer.assign') === undefined
  if (customers.length === 0) return <p className="card soft">{t('customers.none')}</p>
  return (
    <Scroll label={t('customers.title')} className="card">
      <table className="plain" aria-busy={isOld}>
        <thead>
          <tr>
            <th scope="col">{t('customers.name')}</th>
            {isPickable && (
              <th scope="col" className="pick">
                <PickAll customers={customers} picked={picked} onPick={onPick} />
              </th>
            )}
            <th scope="col" className="wide-only">
              {t('customers.where')}
            </th>
            <th scope="col">{t('customers.kind')}</th>
            <th scope="col" className="wide-only">
              {t('customers.address')}
            </th>
            <th scope="col" className="wide-only">
              {t('customerField.phone')}
            </th>
            <th scope="col">{t('customers.completeness')}</th>
            <th scope="col" className="wide-only">
              {t('customers.verifiedOn')}
            </th>
          </tr>
        </thead>
        <tbody>
          {customers.map((customer) => (
            <Row
              key={customer.customerId}
              customer={customer}
              {...(isPickable ? { isPicked: picked.has(customer.customerId) } : {})}
              onPick={(isPicked) => onPick(withOrWithout(picked, [customer.customerId], isPicked))}
            />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function PickAll({
  customers,
  picked,
  onPick,
}: {
  customers: readonly Customer[]
  picked: Picked
  onPick: (picked: Picked) => void
}) {
  const { t } = useTranslation()
  const ids = customers.map(({ customerId }) => customerId)
  const here = ids.filter((id) => picked.has(id)).length
  return (
    <Checkbox
      aria-label={t('customers.pickAll')}
      checked={here === ids.length}
      indeterminate={here > 0 && here < ids.length}
      onChange={({ target }) => onPick(withOrWithout(picked, ids, target.checked))}
    />
  )
}

function withOrWithout(picked: Picked, ids: readonly string[], isPicked: boolean): Picked {
  const kept = [...picked].filter((id) => !ids.includes(id))
  return new Set(isPicked ? [...kept, ...ids] : kept)
}

function Row({
  customer,
  isPicked,
  onPick,
}: {
  customer: Customer
  /** Missing: one may not choose. */
  isPicked?: boolean
  onPick: (isPicked: boolean) => void
}) {
  const { t } = useTranslation()
  const { customerId, name, accountNo, unit } = customer
  return (
    <tr>
      <th scope="row">
        <Link to="/customers/$customerId" params={{ customerId }}>
          {name}
        </Link>
        <div className="soft small">{accountNo}</div>
        <div className="soft small narrow-only">{unit.name}</div>
      </th>
      {isPicked !== undefined && (
        <td className="pick">
          <Checkbox
            aria-label={t('customers.pick', { name: `${name} ${accountNo}` })}
            checked={isPicked}
            onChange={({ target }) => onPick(target.checked)}
          />
        </td>
      )}
      <td className="wide-only whole">{unit.name}</td>
      <td className="whole">
        {customer.customerClass ? (
          t(`class.${customer.customerClass}`)
        ) : (
          <span className="soft">{t('customers.noClass')}</span>
        )}
        {customer.grade && <div className="soft small">{t(`grade.${customer.grade}`)}</div>}
      </td>
      <td className="wide-only words">
        {customer.address}
        {customer.tags.length > 0 && <div className="soft small">{customer.tags.join(' · ')}</div>}
      </td>
      <td className="wide-only whole">{customer.phone}</td>
      <td>
        <Completeness percent={customer.completeness} />
      </td>
      <td className="wide-only whole">
        {customer.verifiedOn ? formatDay(customer.verifiedOn) : t('customers.never')}
        {customer.isStale && customer.verifiedOn && (
          <div className="bad small">{t('customers.isStale')}</div>
        )}
      </td>
    </tr>
  )
}
