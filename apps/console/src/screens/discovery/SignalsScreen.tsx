import { listSignalsRoute } from '@nuandeng/contract'
import { FINDING_QUEUES, SIGNAL_COLOURS, SIGNAL_STATES } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Checkbox, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { Choice, SearchField, UnitField } from '../../shell/FilterFields.tsx'
import { Pager } from '../../shell/Pager.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { ExportSignals } from './ExportSignals.tsx'
import type { SignalsSearch } from './routes.tsx'
import { SignalTable } from './SignalTable.tsx'
import { useRuleTitles } from './words.ts'
import './discovery.css'

/** Signals (线索): the most marked first; each look is audited, and nothing of it is published. */
export function SignalsScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/signals').useSearch()
  const navigate = useNavigate()
  const mayNotExport = useRefusal()('signal.export')
  const [isExporting, setIsExporting] = useState(false)
  const { cursor, withEnded, ...rest } = search
  const filter = { ...rest, ...(withEnded ? { withEnded: 'true' as const } : {}) }
  const list = useQuery({
    queryKey: ['signals', filter, cursor],
    queryFn: () => call(listSignalsRoute, { ...filter, cursor } as never),
    placeholderData: keepPreviousData,
    // Each reading is an entry in the audit trail: not again because a window came to the front.
    refetchOnWindowFocus: false,
  })
  const go = (change: SignalsSearch) =>
    navigate({ to: '/signals', search: { ...search, cursor: undefined, ...change } })
  return (
    <>
      <h1>{t('signal.title')}</h1>
      <p className="soft">{t('signal.note')}</p>
      <Filters search={search} onChange={go} />
      <Actions
        actions={[
          { label: t('signal.export'), reason: mayNotExport, onClick: () => setIsExporting(true) },
        ]}
      />
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data && <SignalTable signals={list.data.items} />}
      <Pager cursor={cursor} next={list.data?.next} onGo={(next) => go({ cursor: next })} />
      {isExporting && <ExportSignals filter={filter} onClose={() => setIsExporting(false)} />}
    </>
  )
}

function Filters({
  search,
  onChange,
}: {
  search: SignalsSearch
  onChange: (change: SignalsSearch) => void
}) {
  const { t } = useTranslation()
  const { options: rules } = useRuleTitles()
  const any = t('signal.any')
  return (
    <search className="card filters">
      <SearchField
        id="signals-search"
        hint={t('signal.searchHint')}
        value={search.search}
        maxLength={60}
        onSearch={(search) => onChange({ search })}
      />
      <UnitField
        id="signals-unit"
        value={search.unitId}
        onChange={(unitId) => onChange({ unitId })}
      />
      <Choice
        {...{ id: 'signals-rule', label: t('signal.rule'), any, value: search.ruleId }}
        options={rules}
        onChange={(ruleId) => onChange({ ruleId })}
      />
      <Choice
        {...{ id: 'signals-queue', label: t('signal.queue'), any, value: search.queue }}
        options={FINDING_QUEUES.map((value) => ({ value, label: t(`signalQueue.${value}`) }))}
        onChange={(queue) => onChange({ queue })}
      />
      <Choice
        {...{ id: 'signals-state', label: t('signal.state'), any, value: search.state }}
        options={SIGNAL_STATES.map((value) => ({ value, label: t(`signalState.${value}`) }))}
        onChange={(state) => onChange({ state })}
      />
      <Choice
        {...{ id: 'signals-colour', label: t('signal.colour'), any, value: search.colour }}
        options={SIGNAL_COLOURS.map((value) => ({ value, label: t(`signalColour.${value}`) }))}
        onChange={(colour) => onChange({ colour })}
      />
      <Checkbox
        checked={search.withEnded ?? false}
        onChange={({ target }) => onChange({ withEnded: target.checked || undefined })}
      >
        {t('signal.withEnded')}
      </Checkbox>
    </search>
  )
}
