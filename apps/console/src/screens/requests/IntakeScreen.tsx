import { acceptRequestRoute, type ReplyOf } from '@nuandeng/contract'
import type { ComplaintGrade, RequestChannel, RequestKind, SupplyArea } from '@nuandeng/domain'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Form } from 'antd'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { ServerForm } from '../../shell/ServerForm.tsx'
import { IntakeFields } from './IntakeFields.tsx'
import { ExpectedClocks, PossibleDuplicates } from './IntakeHints.tsx'
import './requests.css'

/** What a clerk fills in; mapped to the contract when it is sent. */
export interface Intake {
  unitId: string
  kind: RequestKind
  subkind?: string
  grade?: ComplaintGrade
  channel: RequestChannel
  acceptedAt?: string
  area?: SupplyArea
  accountNo?: string
  customerId?: string
  address?: string
  contactName?: string
  contactPhone?: string
  content: string
  isAnonymous?: boolean
  isConfidential?: boolean
  isMine?: boolean
  mobileServiceId?: string
  accusedUnitId?: string
}

type Accepted = ReplyOf<typeof acceptRequestRoute>

/** Intake (受理): what a counter clerk does all day, by keyboard alone. */
export function IntakeScreen() {
  const { t } = useTranslation()
  const [accepted, setAccepted] = useState<Accepted>()
  const [requestId, setRequestId] = useState(() => crypto.randomUUID())
  const done = (reply: Accepted) => {
    setAccepted(reply)
    setRequestId(crypto.randomUUID())
  }
  return (
    <>
      <h1>{t('intake.title')}</h1>
      <p className="soft small">{t('intake.keys')}</p>
      <div aria-live="polite">
        {accepted && (
          <Alert
            type="success"
            showIcon
            style={{ marginBottom: 12 }}
            title={
              <>
                {t('intake.accepted', { number: accepted.number })} ·{' '}
                <Link to="/requests/$requestId" params={{ requestId: accepted.requestId }}>
                  {t('request.seeFile')}
                </Link>
              </>
            }
          />
        )}
      </div>
      <IntakeForm key={requestId} requestId={requestId} onDone={done} />
    </>
  )
}

/** One request; a new form for each, with the focus in its first field. */
function IntakeForm({
  requestId,
  onDone,
}: {
  requestId: string
  onDone: (reply: Accepted) => void
}) {
  const { t } = useTranslation()
  const me = useMe()
  const queries = useQueryClient()
  return (
    <ServerForm
      isWide
      submit={t('intake.submit')}
      initialValues={
        {
          unitId: me.unit.unitId,
          kind: 'fault',
          subkind: 'normal',
          channel: 'counter',
        } as Partial<Intake>
      }
      send={(intake: Intake, commandId) =>
        call(acceptRequestRoute, { requestId, ...sentOf(intake) }, commandId)
      }
      onDone={(reply) => {
        queries.invalidateQueries({ queryKey: ['requests'] })
        onDone(reply)
      }}
    >
      <SendByKey>
        <div className="intake">
          <div className="card">
            <IntakeFields />
          </div>
          <div>
            <ExpectedClocks />
            <PossibleDuplicates />
          </div>
        </div>
      </SendByKey>
    </ServerForm>
  )
}

/** Ctrl+Enter sends from any field. */
function SendByKey({ children }: { children: React.ReactNode }) {
  const form = Form.useFormInstance()
  const listen = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit()
  }
  // biome-ignore lint/a11y/noStaticElementInteractions: keys of the fields within pass through here
  return <div onKeyDown={listen}>{children}</div>
}

function sentOf({ contactName, contactPhone, acceptedAt, ...intake }: Intake) {
  const given = Object.fromEntries(
    Object.entries(intake).filter(([, value]) => value !== undefined && value !== ''),
  ) as Omit<Intake, 'contactName' | 'contactPhone' | 'acceptedAt'>
  return {
    ...given,
    ...(acceptedAt ? { acceptedAt: new Date(`${acceptedAt}:00+08:00`).toISOString() } : {}),
    ...(contactName
      ? { contact: { name: contactName, ...(contactPhone ? { phone: contactPhone } : {}) } }
      : {}),
  }
}
