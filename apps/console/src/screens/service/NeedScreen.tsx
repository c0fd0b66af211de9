import { closeNeedRoute, getNeedRoute, moveNeedRoute, type ReplyOf } from '@nuandeng/contract'
import { NEED_RESULTS, type NeedResult } from '@nuandeng/domain'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { App, Form, Input, Select, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { formatDay, formatMoment } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import { NeedOwner, NextStep } from './NeedsTable.tsx'
import { NextStepFields } from './NextStepFields.tsx'

type Need = ReplyOf<typeof getNeedRoute>

/** One need (需求) with all that was done about it. */
export function NeedScreen() {
  const { t } = useTranslation()
  const { needId } = getRouteApi('/shell/needs/$needId').useParams()
  const { data: need, error } = useQuery({
    queryKey: ['need', needId],
    queryFn: () => call(getNeedRoute, { needId }),
  })
  return (
    <>
      <nav aria-label={t('need.title')} className="row soft crumbs">
        <Link to="/needs">{t('need.title')}</Link> ›
      </nav>
      {error && <Failure error={error} />}
      {!need && !error && <Spin aria-label={t('app.loading')} />}
      {need && (
        <>
          <div className="row">
            <h1>{t(`needTopic.${need.topic}`)}</h1>
            <span className="state">{t(`needState.${need.state}`)}</span>
            {need.isOverdue && <span className="bad">{t('need.overdue')}</span>}
          </div>
          <Tasks need={need} />
          <div className="two even">
            <Facts need={need} />
            <Steps need={need} />
          </div>
        </>
      )}
    </>
  )
}

function Facts({ need }: { need: Need }) {
  const { t } = useTranslation()
  const { customerId, name, accountNo } = need.customer
  return (
    <section className="card">
      <dl className="pairs">
        <dt>{t('need.customer')}</dt>
        <dd>
          <Link to="/customers/$customerId" params={{ customerId }}>
            {name} {accountNo}
          </Link>
        </dd>
        <dt>{t('customers.where')}</dt>
        <dd>{need.unit.name}</dd>
        <dt>{t('need.text')}</dt>
        <dd>{need.text}</dd>
        <dt>{t('need.source')}</dt>
        <dd>{t(`needSource.${need.source}`)}</dd>
        <dt>{t('need.owner')}</dt>
        <dd>
          <NeedOwner need={need} />
        </dd>
        <dt>{t(need.state === 'open' ? 'need.next' : 'need.result')}</dt>
        <dd>
          <NextStep need={need} />
        </dd>
        <dt>{t('need.filedBy')}</dt>
        <dd>
          {need.filedBy} · {formatMoment(need.filedAt)}
        </dd>
      </dl>
    </section>
  )
}

function Steps({ need: { steps } }: { need: Need }) {
  const { t } = useTranslation()
  return (
    <section className="card">
      <h2>{t('need.steps')}</h2>
      {steps.length === 0 && <p className="soft">{t('need.noSteps')}</p>}
      <ol className="timeline">
        {steps.map((step) => (
          <li key={step.at}>
            <strong>{step.by}</strong>{' '}
            <time dateTime={step.at} className="soft small">
              {formatMoment(step.at)}
            </time>
            <div>{step.done}</div>
            {step.nextStep && (
              <div className="soft">
                {t('need.next')}: {step.nextStep}
                {step.nextStepOn && ` · ${formatDay(step.nextStepOn)}`}
              </div>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

interface Move {
  done: string
  nextStep: string
  nextStepOn: string
}

function Tasks({ need }: { need: Need }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [open, setOpen] = useState<'move' | 'close'>()
  const refusalOf = useRefusal()
  const reason =
    need.state === 'closed' ? t('need.isClosed') : refusalOf('need.write', need.unit.path)
  const { needId } = need
  const done = () => {
    message.success(t('need.saved'))
    setOpen(undefined)
    for (const key of ['need', 'needs']) queries.invalidateQueries({ queryKey: [key] })
  }
  const modal = { onCancel: () => setOpen(undefined), onDone: done }
  return (
    <>
      <Actions
        actions={[
          { label: t('need.move'), reason, onClick: () => setOpen('move'), isPrimary: true },
          { label: t('need.close'), reason, onClick: () => setOpen('close') },
        ]}
      />
      {open === 'move' && (
        <FormModal
          {...modal}
          title={t('need.move')}
          submit={t('app.save')}
          send={(input: Move, commandId) => call(moveNeedRoute, { needId, ...input }, commandId)}
        >
          <Form.Item name="done" label={t('need.done')} rules={[{ required: true }]}>
            <Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} />
          </Form.Item>
          <NextStepFields />
        </FormModal>
      )}
      {open === 'close' && (
        <FormModal
          {...modal}
          title={t('need.close')}
          submit={t('need.close')}
          send={(input: { result: NeedResult; text: string }, commandId) =>
            call(closeNeedRoute, { needId, ...input }, commandId)
          }
        >
          <Form.Item name="result" label={t('need.result')} rules={[{ required: true }]}>
            <Select
              options={NEED_RESULTS.map((value) => ({ value, label: t(`needResult.${value}`) }))}
            />
          </Form.Item>
          <Form.Item name="text" label={t('need.resultText')} rules={[{ required: true }]}>
            <Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} />
          </Form.Item>
        </FormModal>
      )}
    </>
  )
}
