import {
  deactivatePersonRoute,
  type Route,
  resetSignInRoute,
  unlockPersonRoute,
} from '@nuandeng/contract'
import { Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { Actions } from '../../shell/Actions.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import { usePersonChanged } from './change-person.ts'
import { newFirstPassword } from './first-password.ts'
import { PasswordSlip, type Slip } from './PasswordSlip.tsx'
import type { Person } from './PersonScreen.tsx'

/** The log-in of a person: unlocked, given a new first password, or closed; each with its reason. */
export function PersonAccount({ person }: { person: Person }) {
  const { t } = useTranslation()
  const me = useMe()
  const refusalOf = useRefusal()
  const [open, setOpen] = useState<'unlock' | 'reset' | 'deactivate'>()
  const close = () => setOpen(undefined)
  const { path } = person.unit
  const own = person.personId === me.personId ? t('problem.own-account') : undefined
  const closed = person.isActive ? undefined : t('person.isClosed')
  return (
    <section className="card">
      <h2>{t('person.account')}</h2>
      <dl className="pairs">
        <dt>{t('people.state')}</dt>
        <dd>
          {!person.isActive
            ? t('people.closed')
            : t(person.isLocked ? 'person.lockedNote' : 'people.open')}
        </dd>
        <dt>{t('person.totp')}</dt>
        <dd>{t(person.hasTotp ? 'person.totpSet' : 'person.totpNotSet')}</dd>
      </dl>
      <Actions
        actions={[
          {
            label: t('person.unlock'),
            reason:
              refusalOf('person.unlock', path) ??
              (person.isLocked ? undefined : t('person.notLocked')),
            onClick: () => setOpen('unlock'),
          },
          {
            label: t('person.reset'),
            reason: refusalOf('person.reset', path) ?? own ?? closed,
            onClick: () => setOpen('reset'),
          },
          {
            label: t('person.deactivate'),
            reason: refusalOf('person.deactivate', path) ?? own ?? closed,
            onClick: () => setOpen('deactivate'),
            isDanger: true,
          },
        ]}
      />
      {open === 'unlock' && (
        <WithReason person={person} verb="unlock" route={unlockPersonRoute} onClose={close} />
      )}
      {open === 'deactivate' && (
        <WithReason
          person={person}
          verb="deactivate"
          route={deactivatePersonRoute}
          onClose={close}
          isDanger
        />
      )}
      {open === 'reset' && <Reset person={person} onClose={close} />}
    </section>
  )
}

function WithReason({
  person,
  verb,
  route,
  onClose,
  isDanger = false,
}: {
  person: Person
  verb: 'unlock' | 'deactivate'
  route: typeof unlockPersonRoute | typeof deactivatePersonRoute
  onClose: () => void
  isDanger?: boolean
}) {
  const { t } = useTranslation()
  const changed = usePersonChanged()
  const { personId, name } = person
  return (
    <FormModal
      title={`${t(`person.${verb}`)} · ${name}`}
      submit={t(`person.${verb}`)}
      isDanger={isDanger}
      onCancel={onClose}
      send={({ reason }: { reason: string }, commandId) =>
        call<Route>(route, { personId, reason } as never, commandId)
      }
      onDone={() => {
        changed(`person.${verb}Done`)
        onClose()
      }}
    >
      <p>{t(`person.${verb}Note`)}</p>
      <ReasonField />
    </FormModal>
  )
}

function Reset({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation()
  const changed = usePersonChanged()
  const [firstPassword] = useState(newFirstPassword)
  const [slip, setSlip] = useState<Slip>()
  const { personId, name, loginName } = person
  if (slip) return <PasswordSlip slip={slip} onClose={onClose} />
  return (
    <FormModal
      title={`${t('person.reset')} · ${name}`}
      submit={t('person.reset')}
      onCancel={onClose}
      send={({ reason }: { reason: string }, commandId) =>
        call(resetSignInRoute, { personId, firstPassword, reason }, commandId)
      }
      onDone={() => {
        changed('person.resetDone')
        setSlip({ name, loginName, password: firstPassword })
      }}
    >
      <p>{t('person.resetNote')}</p>
      <ReasonField />
    </FormModal>
  )
}

/** The reason that goes into the audit trail. */
export function ReasonField() {
  const { t } = useTranslation()
  return (
    <Form.Item name="reason" label={t('person.reason')} rules={[{ required: true }]}>
      <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} />
    </Form.Item>
  )
}
