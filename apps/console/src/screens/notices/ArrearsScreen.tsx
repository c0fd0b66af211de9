import { listArrearsRoute, type ReplyOf } from '@nuandeng/contract'
import { ARREARS_STATES } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { Choice } from '../../shell/FilterFields.tsx'
import { Pager } from '../../shell/Pager.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import '../requests/requests.css'
import { ArrearsDrawer } from './ArrearsDrawer.tsx'
import { ArrearsMarks, Owed } from './ArrearsFacts.tsx'
import { ArrearsNext } from './ArrearsNext.tsx'
import { OpenArrears } from './arrears-forms.tsx'
import './notices.css'
import type { ArrearsSearch } from './routes.tsx'

export type ArrearsCase = ReplyOf<typeof listArrearsRoute>['items'][number]

/** Procedures against accounts in arrears (欠费停电): how far each is, and what holds it. */
export function ArrearsScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/arrears').useSearch()
  const navigate = useNavigate()
  const [isOpening, setOpening] = useState(false)
  const reason = useRefusal()('arrears.work')
  const { state, cursor, caseId } = search
  const { data, error, isPending } = useQuery({
    queryKey: ['arrears', state, cursor],
    queryFn: () => call(listArrearsRoute, { state, cursor, limit: 50 }),
    placeholderData: keepPreviousData,
  })
  const go = (change: ArrearsSearch) =>
    navigate({ to: '/arrears', search: { ...search, ...change } })
  const opened = data?.items.find((found) => found.caseId === caseId)
  return (
    <>
      <h1>{t('arrears.title')}</h1>
      <p className="soft small">{t('arrears.note')}</p>
      <search className="card filters few">
        <Choice
          id="arrears-state"
          label={t('arrears.state')}
          any={t('arrears.any')}
          value={state}
          options={ARREARS_STATES.map((value) => ({ value, label: t(`arrearsState.${value}`) }))}
          onChange={(value) => go({ state: value, cursor: undefined })}
        />
      </search>
      <Actions
        actions={[
          {
            label: t('arrears.openCase'),
            reason,
            onClick: () => setOpening(true),
            isPrimary: true,
          },
        ]}
      />
      {error && <Failure error={error} />}
      {isPending && <Spin aria-label={t('app.loading')} />}
      {data?.items.length === 0 && <p className="card soft">{t('arrears.none')}</p>}
      {data && data.items.length > 0 && (
        <ArrearsTable items={data.items} onOpen={(id) => go({ caseId: id })} />
      )}
      <Pager cursor={cursor} next={data?.next} onGo={(next) => go({ cursor: next })} />
      {isOpening && <OpenArrears onClose={() => setOpening(false)} />}
      <ArrearsDrawer found={opened} onClose={() => go({ caseId: undefined })} />
    </>
  )
}

function ArrearsTable({
  items,
  onOpen,
}: {
  items: readonly ArrearsCase[]
  onOpen: (caseId: string) => void
}) {
  const { t } = useTranslation()
  return (
    <Scroll label={t('arrears.title')} className="card">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('arrears.account')}</th>
            <th scope="col">{t('arrears.state')}</th>
            <th scope="col">{t('arrears.next')}</th>
            <th scope="col">{t('arrears.owed')}</th>
            <th scope="col" className="wide-only">
              {t('arrears.unit')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((found) => (
            <tr key={found.caseId}>
              <th scope="row">
                <Button type="link" className="inline" onClick={() => onOpen(found.caseId)}>
                  {found.accountNo}
                </Button>
                <ArrearsMarks found={found} />
              </th>
              <td className="whole">{t(`arrearsState.${found.state}`)}</td>
              <td>
                <ArrearsNext found={found} />
              </td>
              <td>
                <Owed found={found} />
              </td>
              <td className="wide-only">{found.unit.name}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
