import { listDueRoute, type ReplyOf } from '@nuandeng/contract'
import { CYCLE_GRADES, DUE_KINDS } from '@nuandeng/domain'
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
import { InspectionCycles } from './InspectionCycles.tsx'
import type { DueSearch } from './routes.tsx'

type Due = ReplyOf<typeof listDueRoute>['items'][number]
const STATES = ['never', 'overdue', 'soon'] as const

/** What is due for key customers (到期工作): never done, overdue and soon. */
export function DueScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/due').useSearch()
  const navigate = useNavigate()
  const list = useQuery({
    queryKey: ['due', search],
    queryFn: () => call(listDueRoute, search),
    placeholderData: keepPreviousData,
  })
  const go = (change: DueSearch) =>
    navigate({ to: '/due', search: { ...search, cursor: undefined, ...change } })
  return (
    <>
      <h1>{t('due.title')}</h1>
      <Filters search={search} onChange={go} />
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data && <DueTable items={list.data.items} />}
      <Pager cursor={search.cursor} next={list.data?.next} onGo={(next) => go({ cursor: next })} />
      <InspectionCycles unitId={search.unitId} />
    </>
  )
}

function Filters({
  search,
  onChange,
}: {
  search: DueSearch
  onChange: (change: DueSearch) => void
}) {
  const { t } = useTranslation()
  return (
    <search className="card filters">
      <UnitField id="due-unit" value={search.unitId} onChange={(unitId) => onChange({ unitId })} />
      <Choice
        id="due-kind"
        label={t('due.kind')}
        any={t('need.any')}
        value={search.kind}
        options={DUE_KINDS.map((value) => ({ value, label: t(`dueKind.${value}`) }))}
        onChange={(kind) => onChange({ kind })}
      />
      <Choice
        id="due-state"
        label={t('due.state')}
        any={t('need.any')}
        value={search.state}
        options={STATES.map((value) => ({ value, label: t(`dueState.${value}`) }))}
        onChange={(state) => onChange({ state })}
      />
      <Choice
        id="due-grade"
        label={t('customerField.grade')}
        any={t('need.any')}
        value={search.grade}
        options={CYCLE_GRADES.map((value) => ({
          value,
          label: value === 'none' ? t('due.noGrade') : t(`grade.${value}`),
        }))}
        onChange={(grade) => onChange({ grade })}
      />
    </search>
  )
}

function DueTable({ items }: { items: readonly Due[] }) {
  const { t } = useTranslation()
  if (items.length === 0) return <p className="card soft">{t('due.none')}</p>
  return (
    <Scroll label={t('due.title')} className="card">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('need.customer')}</th>
            <th scope="col">{t('due.kind')}</th>
            <th scope="col">{t('due.dueOn')}</th>
            <th scope="col">{t('due.lastOn')}</th>
            <th scope="col">{t('due.text')}</th>
            <th scope="col" className="wide-only">
              {t('customers.where')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((due) => (
            <tr key={`${due.customer.customerId} ${due.kind} ${due.hazardId} ${due.text}`}>
              <th scope="row">
                <Link to="/customers/$customerId" params={{ customerId: due.customer.customerId }}>
                  {due.customer.name}
                </Link>
                <div className="soft small">
                  {due.customer.accountNo}
                  {due.customer.grade && ` · ${t(`grade.${due.customer.grade}`)}`}
                </div>
              </th>
              <td className="whole">{t(`dueKind.${due.kind}`)}</td>
              <td className="whole">
                <DueMark due={due} />
              </td>
              <td className="whole">{due.lastOn ? formatDay(due.lastOn) : '—'}</td>
              <td className="words">
                {due.text}
                {due.isCycleSet === false && (
                  <div className="soft small">{t('due.cycleNotSet')}</div>
                )}
              </td>
              <td className="wide-only whole">{due.unit.name}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function DueMark({ due: { state, dueOn } }: { due: Pick<Due, 'state' | 'dueOn'> }) {
  const { t } = useTranslation()
  return (
    <>
      <span className={`mark ${state === 'never' || state === 'overdue' ? 'bad' : 'soft'}`}>
        {t(`dueState.${state}`)}
      </span>
      {dueOn && <div className="small">{formatDay(dueOn)}</div>}
    </>
  )
}
