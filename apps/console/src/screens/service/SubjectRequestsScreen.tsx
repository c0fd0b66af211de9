import { listSubjectRequestsRoute } from '@nuandeng/contract'
import { SUBJECT_REQUEST_STATES } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { Choice } from '../../shell/FilterFields.tsx'
import { Pager } from '../../shell/Pager.tsx'
import { CareViews } from './CareViews.tsx'
import type { SubjectRequestsSearch } from './routes.tsx'
import { AnswerSubjectRequest, type SubjectRequest, SubjectRequests } from './SubjectRequests.tsx'

/** Requests about personal data (个人信息请求): what is due first at the top. */
export function SubjectRequestsScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/care/requests').useSearch()
  const navigate = useNavigate()
  const [answered, setAnswered] = useState<SubjectRequest>()
  const list = useQuery({
    queryKey: ['subject-requests', search],
    queryFn: () => call(listSubjectRequestsRoute, search),
    placeholderData: keepPreviousData,
    // Each reading is an entry in the audit trail: not again because a window came to the front.
    refetchOnWindowFocus: false,
  })
  const go = (change: SubjectRequestsSearch) =>
    navigate({ to: '/care/requests', search: { ...search, cursor: undefined, ...change } })
  return (
    <>
      <h1>{t('dataRight.title')}</h1>
      <CareViews />
      <p className="soft">{t('dataRight.listNote')}</p>
      <search className="card filters">
        <Choice
          id="subject-request-state"
          label={t('dataRight.state')}
          any={t('need.any')}
          value={search.state}
          options={SUBJECT_REQUEST_STATES.map((value) => ({
            value,
            label: t(`dataRightState.${value}`),
          }))}
          onChange={(state) => go({ state })}
        />
      </search>
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data && <SubjectRequests requests={list.data.items} onAnswer={setAnswered} />}
      <Pager cursor={search.cursor} next={list.data?.next} onGo={(next) => go({ cursor: next })} />
      {answered && (
        <AnswerSubjectRequest request={answered} onClose={() => setAnswered(undefined)} />
      )}
    </>
  )
}
