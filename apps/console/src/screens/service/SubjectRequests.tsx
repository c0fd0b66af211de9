import {
  decideSubjectRequestRoute,
  fileSubjectRequestRoute,
  type listSubjectRequestsRoute,
  type ReplyOf,
} from '@nuandeng/contract'
import { SUBJECT_REQUEST_KINDS, type SubjectRequestKind } from '@nuandeng/domain'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { formatDay, formatMoment } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { FormModal } from '../../shell/ServerForm.tsx'
import { AskerFields, type AskerValues } from './AskerFields.tsx'

export type SubjectRequest = ReplyOf<typeof listSubjectRequestsRoute>['items'][number]

/** What customers ask about their own data (个人信息请求), and what they were answered. */
export function SubjectRequests({
  requests,
  onAnswer,
}: {
  requests: readonly SubjectRequest[]
  onAnswer: (request: SubjectRequest) => void
}) {
  const { t } = useTranslation()
  if (requests.length === 0) return <p className="card soft">{t('dataRight.none')}</p>
  return (
    <Scroll label={t('dataRight.title')} className="card">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('dataRight.kind')}</th>
            <th scope="col">{t('dataRight.state')}</th>
            <th scope="col">{t('need.customer')}</th>
            <th scope="col">{t('dataRight.words')}</th>
          </tr>
        </thead>
        <tbody>
          {requests.map((request) => (
            <tr key={request.requestId}>
              <th scope="row" className="whole">
                {t(`dataRightKind.${request.kind}`)}
                <div className="soft small">{formatMoment(request.filedAt)}</div>
              </th>
              <td className="words">
                <Answer request={request} onAnswer={onAnswer} />
              </td>
              <td className="whole">
                <Link to="/care/$customerId" params={{ customerId: request.customerId }}>
                  {request.name}
                </Link>
                <div className="soft small">{request.accountNo}</div>
              </td>
              <td className="words">
                {request.words}
                <div className="soft small">
                  {t('dataRight.askedBy', {
                    asker: request.asker,
                    check: request.identityCheck,
                    by: request.filedBy,
                  })}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function Answer({
  request,
  onAnswer,
}: {
  request: SubjectRequest
  onAnswer: (request: SubjectRequest) => void
}) {
  const { t } = useTranslation()
  const { state, isOverdue, dueOn, decidedAt, decidedBy, reason } = request
  if (state !== 'open') {
    return (
      <>
        <span className={state === 'done' ? 'good' : ''}>{t(`dataRightState.${state}`)}</span>
        {reason && <div>{reason}</div>}
        <div className="soft small">
          {decidedBy} {decidedAt && formatMoment(decidedAt)}
        </div>
      </>
    )
  }
  return (
    <>
      <div className={isOverdue ? 'bad' : ''}>
        {t(isOverdue ? 'dataRight.late' : 'dataRight.due', { day: formatDay(dueOn) })}
      </div>
      <Button
        size="small"
        aria-label={`${t('dataRight.answer')} ${t(`dataRightKind.${request.kind}`)} ${request.accountNo}`}
        onClick={() => onAnswer(request)}
      >
        {t('dataRight.answer')}
      </Button>
    </>
  )
}

/** What is on the screen of requests and of care is read again once a request changed. */
function useSaved(words: string, onClose: () => void) {
  const { message } = App.useApp()
  const queries = useQueryClient()
  return () => {
    message.success(words)
    queries.invalidateQueries({ queryKey: ['subject-requests'] })
    onClose()
  }
}

/** Takes in what a customer asks, after a check of who asks. */
export function FileSubjectRequest({
  customerId,
  onClose,
}: {
  customerId: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [requestId] = useState(() => crypto.randomUUID())
  const onDone = useSaved(t('dataRight.filed'), onClose)
  return (
    <FormModal
      title={t('dataRight.file')}
      submit={t('app.save')}
      onCancel={onClose}
      send={(input: AskerValues & { kind: SubjectRequestKind; words: string }) =>
        call(fileSubjectRequestRoute, { customerId, requestId, ...input })
      }
      onDone={onDone}
    >
      <p className="soft">{t('dataRight.fileNote')}</p>
      <Form.Item name="kind" label={t('dataRight.kind')} rules={[{ required: true }]}>
        <Select
          options={SUBJECT_REQUEST_KINDS.map((value) => ({
            value,
            label: t(`dataRightKind.${value}`),
          }))}
        />
      </Form.Item>
      <AskerFields hint={t('dataRight.askerHint')} />
      <Form.Item name="words" label={t('dataRight.words')} rules={[{ required: true }]}>
        <Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </FormModal>
  )
}

/** Answers a request: done, or refused with the reason that the customer is told. */
export function AnswerSubjectRequest({
  request: { requestId, kind },
  onClose,
}: {
  request: SubjectRequest
  onClose: () => void
}) {
  const { t } = useTranslation()
  const onDone = useSaved(t('dataRight.answered'), onClose)
  const erases = kind === 'withdraw-all' || kind === 'delete-all'
  return (
    <FormModal
      title={t('dataRight.answerOf', { kind: t(`dataRightKind.${kind}`) })}
      submit={t('dataRight.answer')}
      isDanger={erases}
      onCancel={onClose}
      send={({ result, reason }: { result: 'done' | 'refused'; reason?: string }, commandId) =>
        call(
          decideSubjectRequestRoute,
          { requestId, result, ...(reason ? { reason } : {}) },
          commandId,
        )
      }
      onDone={onDone}
    >
      <p>{t(`dataRightTask.${kind}`)}</p>
      <Form.Item name="result" label={t('need.result')} rules={[{ required: true }]}>
        <Select
          options={(['done', 'refused'] as const).map((value) => ({
            value,
            label: t(`dataRightState.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item
        noStyle
        shouldUpdate={(before: { result?: string }, after: { result?: string }) =>
          before.result !== after.result
        }
      >
        {({ getFieldValue }) => (
          <Form.Item
            name="reason"
            label={t('dataRight.reason')}
            extra={t('dataRight.reasonHint')}
            rules={[{ required: getFieldValue('result') === 'refused' }]}
          >
            <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
          </Form.Item>
        )}
      </Form.Item>
    </FormModal>
  )
}
