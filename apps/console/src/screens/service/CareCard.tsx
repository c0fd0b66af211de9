import { lookAtCareRoute, type ReplyOf } from '@nuandeng/contract'
import { WATCHABLE_CARE_KINDS } from '@nuandeng/domain'
import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { formatDay, todayInChina } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import { CareForm, type CareTask } from './CareForms.tsx'

type Care = ReplyOf<typeof lookAtCareRoute>

/** Care flags and contacts (关爱标识): shown only once it was said what for; each look is audited. */
export function CareCard({ customerId, path }: { customerId: string; path?: string }) {
  const { t } = useTranslation()
  const reason = useRefusal()('care.write', path)
  const [task, setTask] = useState<CareTask>()
  const look = useMutation({
    mutationFn: ({ purpose }: { purpose: string }) =>
      call(lookAtCareRoute, { customerId, purpose }),
  })
  return (
    <section className="card care" aria-live="polite">
      <h2>{t('care.flags')}</h2>
      {look.data ? (
        <Shown care={look.data} mayWrite={!reason} onTask={setTask} />
      ) : (
        <Form layout="vertical" requiredMark={false} onFinish={(input) => look.mutate(input)}>
          <p className="soft">{t('care.hidden')}</p>
          <Form.Item name="purpose" label={t('customer.purpose')} rules={[{ required: true }]}>
            <Input maxLength={200} />
          </Form.Item>
          <Button htmlType="submit" loading={look.isPending}>
            {t('care.look')}
          </Button>
        </Form>
      )}
      {look.error && <Failure error={look.error} />}
      <Actions
        actions={[
          { label: t('care.grant'), reason, onClick: () => setTask({ name: 'grant' }) },
          { label: t('care.addContact'), reason, onClick: () => setTask({ name: 'contact' }) },
          { label: t('care.copy'), reason: undefined, onClick: () => setTask({ name: 'copy' }) },
          { label: t('care.end'), reason, onClick: () => setTask({ name: 'end' }), isDanger: true },
        ]}
      />
      {task && (
        <CareForm
          customerId={customerId}
          task={task}
          onClose={() => setTask(undefined)}
          onDone={() => {
            setTask(undefined)
            // What was shown is not so any more; the same look goes on with its purpose.
            if (look.variables) look.mutate(look.variables)
          }}
        />
      )}
    </section>
  )
}

function Shown({
  care: { flags, contacts },
  mayWrite,
  onTask,
}: {
  care: Care
  mayWrite: boolean
  onTask: (task: CareTask) => void
}) {
  const { t } = useTranslation()
  return (
    <>
      <p className="soft">{t('care.lookAudited')}</p>
      {flags.length + contacts.length === 0 && <p>{t('care.nothing')}</p>}
      <ul className="entries">
        {flags.map((flag) => (
          <li key={flag.flagId}>
            <strong>{t(`careKind.${flag.kind}`)}</strong>
            <span className="soft"> · {flag.source}</span>
            {flag.note && <div>{flag.note}</div>}
            {flag.holderDiffers && <div className="bad small">{t('care.holderDiffers')}</div>}
            <div className="soft small">
              <Ground flag={flag} /> · {t('care.until', { day: formatDay(flag.expiresOn) })} ·{' '}
              {flag.recordedBy}
            </div>
            <WatchLine flag={flag} />
            {mayWrite && (
              <div className="row">
                {WATCHABLE_CARE_KINDS.includes(flag.kind) && (
                  <Button
                    size="small"
                    onClick={() => onTask({ name: 'watch', flagId: flag.flagId })}
                  >
                    {t(flag.watch ? 'care.watchAgain' : 'care.watch')}
                  </Button>
                )}
                {flag.watch && (
                  <Button
                    size="small"
                    danger
                    onClick={() => onTask({ name: 'withdraw-watch', flagId: flag.flagId })}
                  >
                    {t('care.withdrawWatch')}
                  </Button>
                )}
                {flag.consent && (
                  <Button
                    size="small"
                    aria-label={`${t('care.renew')} ${t(`careKind.${flag.kind}`)}`}
                    onClick={() => onTask({ name: 'renew', flagId: flag.flagId })}
                  >
                    {t('care.renew')}
                  </Button>
                )}
                {flag.consent && (
                  <Button
                    size="small"
                    aria-label={`${t('care.correct')} ${t(`careKind.${flag.kind}`)}`}
                    onClick={() => onTask({ name: 'correct', flag })}
                  >
                    {t('care.correct')}
                  </Button>
                )}
                <Button
                  size="small"
                  danger
                  aria-label={`${t('care.erase')} ${t(`careKind.${flag.kind}`)}`}
                  onClick={() => onTask({ name: 'erase', flagId: flag.flagId })}
                >
                  {t('care.erase')}
                </Button>
              </div>
            )}
          </li>
        ))}
        {contacts.map((contact) => (
          <li key={contact.contactId}>
            <strong>{contact.name}</strong> {contact.phone}
            <span className="soft">
              {' '}
              · {t(`careContact.${contact.kind}`)} {contact.relation}
            </span>
            <div className="soft small">
              {t('care.until', { day: formatDay(contact.expiresOn) })} · {contact.recordedBy}
            </div>
            {mayWrite && (
              <Button
                size="small"
                danger
                aria-label={`${t('care.erase')} ${contact.name}`}
                onClick={() => onTask({ name: 'erase-contact', contactId: contact.contactId })}
              >
                {t('care.erase')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

type Flag = Care['flags'][number]

/** Whether the household agreed to have its daily readings looked at; nothing of kinds that nobody looks after so. */
function WatchLine({ flag }: { flag: Flag }) {
  const { t } = useTranslation()
  const { kind, watch, watchEndsOn } = flag
  if (!WATCHABLE_CARE_KINDS.includes(kind)) return null
  if (!watch || !watchEndsOn) return <div className="soft small">{t('care.notWatched')}</div>
  const ends = watchEndsOn > todayInChina() ? 'care.watchUntil' : 'care.watchOver'
  return (
    <div className="soft small">
      {t('care.watched')} · <Ground flag={{ consent: watch, month: null }} /> ·{' '}
      {t(ends, { day: formatDay(watchEndsOn) })}
    </div>
  )
}

/** On what a flag stands: a consent with its text, way and witness, or a list of the civil affairs. */
function Ground({ flag: { consent, month } }: { flag: Pick<Flag, 'consent' | 'month'> }) {
  const { t } = useTranslation()
  if (!consent) return t('care.byList', { month })
  return t(consent.witness ? 'care.byWitnessed' : 'care.byConsent', {
    version: consent.textVersion,
    channel: t(`consentChannel.${consent.channel}`),
    giver: t(`consentGiver.${consent.givenBy}`),
    day: formatDay(consent.givenOn),
    witness: consent.witness,
  })
}
