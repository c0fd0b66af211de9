import { confirmTotpRoute, removeTotpRoute, startTotpRoute } from '@nuandeng/contract'
import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { meQuery, useMe } from '../../api/session.ts'
import { ServerForm } from '../../shell/ServerForm.tsx'
import { OwnPassword } from './ChangeMyPassword.tsx'
import { QrCode } from './QrCode.tsx'

/** My second factor (动态口令): set up with the password and a scan, taken off with both. */
export function SecondFactor() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const me = useMe()
  const queries = useQueryClient()
  const [started, setStarted] = useState<{ secret: string; uri: string }>()
  const done = (text: string) => () => {
    setStarted(undefined)
    message.success(t(text))
    queries.invalidateQueries(meQuery)
  }
  return (
    <section className="card">
      <h2>{t('account.totp')}</h2>
      <p className={`mark ${me.hasTotp ? 'good' : 'soft'}`}>
        {t(me.hasTotp ? 'account.totpSet' : 'account.totpNotSet')}
      </p>
      {me.hasTotp && <Remove onDone={done('account.totpRemoved')} />}
      {!me.hasTotp && !started && <Start onStarted={setStarted} />}
      {!me.hasTotp && started && (
        <Confirm
          {...started}
          onDone={done('account.totpDone')}
          onCancel={() => setStarted(undefined)}
        />
      )}
    </section>
  )
}

function Start({ onStarted }: { onStarted: (reply: { secret: string; uri: string }) => void }) {
  const { t } = useTranslation()
  return (
    <>
      <p className="soft">{t('account.totpNote')}</p>
      <ServerForm
        submit={t('account.totpStart')}
        fieldOf={{ 'password-wrong': 'password', 'account-locked': 'password' }}
        send={(input: { password: string }) => call(startTotpRoute, input)}
        onDone={onStarted}
      >
        <OwnPassword />
      </ServerForm>
    </>
  )
}

function Confirm({
  secret,
  uri,
  onDone,
  onCancel,
}: {
  secret: string
  uri: string
  onDone: () => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  return (
    <ol className="steps">
      <li>
        <p>{t('account.scan')}</p>
        <QrCode text={uri} label={t('account.qr')} />
        <p>
          {t('account.secret')} <code className="secret">{secret.match(/.{1,4}/g)?.join(' ')}</code>
        </p>
      </li>
      <li>
        <p>{t('account.prove')}</p>
        <ServerForm
          submit={t('account.totpConfirm')}
          fieldOf={{ 'totp-wrong': 'totp' }}
          send={(input: { totp: string }) => call(confirmTotpRoute, input)}
          onDone={onDone}
          onCancel={onCancel}
        >
          <Digits />
        </ServerForm>
      </li>
    </ol>
  )
}

function Remove({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <ServerForm
      submit={t('account.totpRemove')}
      isDanger
      fieldOf={{
        'password-wrong': 'password',
        'totp-wrong': 'totp',
        'account-locked': 'password',
      }}
      send={(input: { password: string; totp: string }, commandId) =>
        call(removeTotpRoute, input, commandId)
      }
      onDone={onDone}
    >
      <OwnPassword />
      <Digits />
    </ServerForm>
  )
}

function Digits() {
  const { t } = useTranslation()
  return (
    <Form.Item
      name="totp"
      label={t('signIn.totp')}
      rules={[{ required: true }, { pattern: /^\d{6}$/, message: t('account.sixDigits') }]}
    >
      <Input
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        style={{ maxWidth: 160 }}
      />
    </Form.Item>
  )
}
