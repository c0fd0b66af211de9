import { findDuplicatesRoute, listDuplicatesRoute } from '@nuandeng/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { App, Select, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useCommand } from '../../api/command.ts'
import { useMe } from '../../api/session.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { Field, UnitField } from '../../shell/FilterFields.tsx'
import { formatNumber } from '../../shell/format.ts'
import { Pager } from '../../shell/Pager.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { DuplicatePair } from './DuplicatePair.tsx'
import { PAIR_STATES } from './pair-states.ts'
import type { DuplicatesSearch } from './routes.tsx'

/** Files that may be one customer (疑似重复), side by side: a person decides, and can take it back. */
export function DuplicatesScreen() {
  const { t } = useTranslation()
  const me = useMe()
  const { message } = App.useApp()
  const { state = 'open', unitId, cursor } = getRouteApi('/shell/duplicates').useSearch()
  const navigate = useNavigate()
  const refusal = useRefusal()('customer.merge')
  const list = useQuery({
    queryKey: ['duplicates', state, unitId, cursor],
    queryFn: () => call(listDuplicatesRoute, { state, unitId, cursor, limit: 20 }),
    placeholderData: keepPreviousData,
  })
  const find = useCommand(findDuplicatesRoute, {
    stale: [['duplicates']],
    onDone: ({ pairs, added }) =>
      message.success(
        t('duplicates.foundPairs', { pairs: formatNumber(pairs), added: formatNumber(added) }),
      ),
  })
  const go = (change: DuplicatesSearch) =>
    navigate({ to: '/duplicates', search: { state, unitId, cursor: undefined, ...change } })
  return (
    <>
      <h1>{t('duplicates.title')}</h1>
      <p className="soft">{t('duplicates.note')}</p>
      <search className="card filters">
        <UnitField id="duplicates-unit" value={unitId} onChange={(next) => go({ unitId: next })} />
        <Field id="duplicates-state" label={t('duplicates.state')}>
          <Select
            id="duplicates-state"
            value={state}
            options={PAIR_STATES.map((value) => ({ value, label: t(`pairState.${value}`) }))}
            onChange={(next) => go({ state: next })}
          />
        </Field>
      </search>
      <Actions
        actions={[
          {
            label: t('duplicates.find'),
            reason: refusal ?? (find.isPending ? t('duplicates.isFinding') : undefined),
            onClick: () => find.mutate({ unitId: unitId ?? me.unit.unitId }),
          },
        ]}
      />
      {(list.error ?? find.error) && <Failure error={list.error ?? find.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data?.items.length === 0 && <p className="card soft">{t('duplicates.none')}</p>}
      {list.data?.items.map((pair) => (
        <DuplicatePair key={`${pair.customerId} ${pair.otherId}`} pair={pair} />
      ))}
      <Pager cursor={cursor} next={list.data?.next} onGo={(next) => go({ cursor: next })} />
    </>
  )
}
