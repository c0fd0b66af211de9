import {
  agreeToWatchRoute,
  copyCareRoute,
  correctCareFlagRoute,
  endCareRoute,
  eraseCareContactRoute,
  eraseCareFlagRoute,
  grantCareFlagRoute,
  type lookAtCareRoute,
  type ReplyOf,
  renewCareFlagRoute,
  saveCareContactRoute,
  withdrawWatchRoute,
} from '@nuandeng/contract'
import {
  CARE_CONTACT_KINDS,
  CARE_KINDS,
  type CareContactKind,
  type CareKind,
  consentTextOn,
  watchTextOn,
} from '@nuandeng/domain'
import { App, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, download } from '../../api/call.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import { AskerFields, type AskerValues } from './AskerFields.tsx'
import {
  ConsentFields,
  type ConsentValues,
  consentOf,
  ExpiryField,
  useNewConsent,
} from './ConsentFields.tsx'

type Flag = ReplyOf<typeof lookAtCareRoute>['flags'][number]

/** What can be done in the protected store. */
export type CareTask =
  | { name: 'grant' | 'contact' | 'copy' | 'end' }
  | { name: 'renew' | 'erase' | 'watch' | 'withdraw-watch'; flagId: string }
  | { name: 'correct'; flag: Flag }
  | { name: 'erase-contact'; contactId: string }

interface FormProps {
  customerId: string
  task: CareTask
  onClose: () => void
  onDone: () => void
}

const ERASE_CAUSES = ['withdrawn', 'asked-for', 'wrong', 'no-longer-true'] as const
const WITHDRAW_CAUSES = ['withdrawn', 'asked-for', 'wrong'] as const
const END_CAUSES = ['died', 'moved', 'withdrawn'] as const

/** The form of what is to be done. */
export function CareForm(props: FormProps) {
  const { task, customerId } = props
  switch (task.name) {
    case 'grant':
    case 'contact':
    case 'renew':
      return <OnConsent {...props} />
    case 'watch':
      return <Watch {...props} flagId={task.flagId} />
    case 'withdraw-watch':
      return (
        <Erase
          {...props}
          causes={WITHDRAW_CAUSES}
          send={(cause, commandId) =>
            call(withdrawWatchRoute, { flagId: task.flagId, cause }, commandId)
          }
        />
      )
    case 'copy':
      return <Copy {...props} />
    case 'correct':
      return <Correct {...props} flag={task.flag} />
    case 'end':
      return (
        <Erase
          {...props}
          causes={END_CAUSES}
          send={(cause, commandId) => call(endCareRoute, { customerId, cause }, commandId)}
        />
      )
    case 'erase':
      return (
        <Erase
          {...props}
          causes={ERASE_CAUSES}
          send={(cause, commandId) =>
            call(eraseCareFlagRoute, { flagId: task.flagId, cause }, commandId)
          }
        />
      )
    case 'erase-contact':
      return (
        <Erase
          {...props}
          causes={ERASE_CAUSES}
          send={(cause, commandId) =>
            call(eraseCareContactRoute, { contactId: task.contactId, cause }, commandId)
          }
        />
      )
  }
}

interface OnConsentValues extends ConsentValues {
  kind: CareKind & CareContactKind
  source: string
  note?: string
  name: string
  phone: string
  relation?: string
}

/** Notes a flag or a contact, or keeps a flag longer: each stands on a consent. */
function OnConsent({ customerId, task, onClose, onDone }: FormProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [id] = useState(() => crypto.randomUUID())
  const initialValues = useNewConsent()
  const send = (values: OnConsentValues, commandId: string) => {
    const { kind, source, note, name, phone, relation } = values
    const { expiresOn } = values
    const ground = { consent: consentOf(values, consentTextOn), expiresOn }
    if (task.name === 'renew') {
      return call(renewCareFlagRoute, { flagId: task.flagId, ...ground }, commandId)
    }
    return task.name === 'grant'
      ? call(grantCareFlagRoute, {
          ...{ customerId, flagId: id, kind, source, ...ground },
          ...(note ? { note } : {}),
        })
      : call(saveCareContactRoute, {
          ...{ customerId, contactId: id, kind, name, phone, ...ground },
          ...(relation ? { relation } : {}),
        })
  }
  const title = { grant: 'care.grant', contact: 'care.addContact' }[task.name as string]
  return (
    <FormModal<Partial<OnConsentValues>, unknown>
      title={t(title ?? 'care.renew')}
      submit={t('app.save')}
      onCancel={onClose}
      initialValues={initialValues}
      fieldOf={{ 'care-flag-exists': 'kind' }}
      send={(values, commandId) => send(values as OnConsentValues, commandId)}
      onDone={() => {
        message.success(t('care.saved'))
        onDone()
      }}
    >
      {task.name === 'grant' && <FlagFields />}
      {task.name === 'contact' && <ContactFields />}
      <ConsentFields textOn={consentTextOn} />
      <ExpiryField />
    </FormModal>
  )
}

/** Notes that the household agreed to a watch (用电关爱): a consent of its own, with its own text. */
function Watch({ flagId, onClose, onDone }: FormProps & { flagId: string }) {
  const { t } = useTranslation()
  const { expiresOn: _, ...initialValues } = useNewConsent()
  return (
    <FormModal<Partial<ConsentValues>, unknown>
      title={t('care.watch')}
      submit={t('app.save')}
      onCancel={onClose}
      initialValues={initialValues}
      send={(values, commandId) => {
        const consent = consentOf(values as ConsentValues, watchTextOn)
        return call(agreeToWatchRoute, { flagId, consent }, commandId)
      }}
      onDone={onDone}
    >
      <p className="soft">{t('care.watchNote')}</p>
      <ConsentFields textOn={watchTextOn} />
    </FormModal>
  )
}

function FlagFields() {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name="kind" label={t('care.kind')} rules={[{ required: true }]}>
        <Select options={CARE_KINDS.map((value) => ({ value, label: t(`careKind.${value}`) }))} />
      </Form.Item>
      <SourceFields />
    </>
  )
}

function SourceFields() {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item
        name="source"
        label={t('care.source')}
        extra={t('care.sourceHint')}
        rules={[{ required: true }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="note" label={t('care.note')}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </>
  )
}

function ContactFields() {
  const { t } = useTranslation()
  return (
    <>
      <p className="soft">{t('care.contactNote')}</p>
      <Form.Item name="kind" label={t('customer.personRole')} rules={[{ required: true }]}>
        <Select
          options={CARE_CONTACT_KINDS.map((value) => ({
            value,
            label: t(`careContact.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="name" label={t('customer.personName')} rules={[{ required: true }]}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="phone"
        label={t('customerField.phone')}
        rules={[
          { required: true },
          { pattern: /^[0-9+-]{3,20}$/, message: t('people.phoneWrong') },
        ]}
      >
        <Input type="tel" maxLength={20} autoComplete="off" />
      </Form.Item>
      <Form.Item name="relation" label={t('care.relation')}>
        <Input maxLength={40} />
      </Form.Item>
    </>
  )
}

function Correct({ flag, onClose, onDone }: FormProps & { flag: Flag }) {
  const { t } = useTranslation()
  return (
    <FormModal
      title={t('care.correct')}
      submit={t('app.save')}
      onCancel={onClose}
      initialValues={{ source: flag.source, ...(flag.note ? { note: flag.note } : {}) }}
      send={({ note, ...input }: { source: string; note?: string; reason: string }, commandId) =>
        call(
          correctCareFlagRoute,
          { flagId: flag.flagId, ...input, ...(note ? { note } : {}) },
          commandId,
        )
      }
      onDone={onDone}
    >
      <SourceFields />
      <Form.Item name="reason" label={t('care.reason')} rules={[{ required: true }]}>
        <Input maxLength={200} />
      </Form.Item>
    </FormModal>
  )
}

const ERASE_WORDS = {
  erase: { title: 'care.erase', submit: 'care.erase', note: 'care.eraseNote' },
  end: { title: 'care.end', submit: 'care.erase', note: 'care.endNote' },
  'withdraw-watch': {
    ...{
      title: 'care.withdrawWatch',
      submit: 'care.withdrawWatch',
      note: 'care.withdrawWatchNote',
    },
  },
} as const

function Erase<Cause extends string>({
  task,
  causes,
  send,
  onClose,
  onDone,
}: FormProps & {
  causes: readonly Cause[]
  send: (cause: Cause, commandId: string) => Promise<unknown>
}) {
  const { t } = useTranslation()
  const words =
    ERASE_WORDS[task.name === 'end' || task.name === 'withdraw-watch' ? task.name : 'erase']
  return (
    <FormModal
      title={t(words.title)}
      submit={t(words.submit)}
      isDanger
      onCancel={onClose}
      send={({ cause }: { cause: Cause }, commandId) => send(cause, commandId)}
      onDone={onDone}
    >
      <p>{t(words.note)}</p>
      <Form.Item name="cause" label={t('care.cause')} rules={[{ required: true }]}>
        <Select options={causes.map((value) => ({ value, label: t(`careCause.${value}`) }))} />
      </Form.Item>
    </FormModal>
  )
}

/** The copy that a customer may ask for. */
function Copy({ customerId, onClose, onDone }: FormProps) {
  const { t } = useTranslation()
  return (
    <FormModal
      title={t('care.copy')}
      submit={t('care.copy')}
      onCancel={onClose}
      send={(input: AskerValues) =>
        download(copyCareRoute, { customerId, ...input }, `${t('care.copyName')}.html`)
      }
      onDone={onDone}
    >
      <p className="soft">{t('care.copyNote')}</p>
      <AskerFields />
    </FormModal>
  )
}
