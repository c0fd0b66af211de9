import { changePasswordRoute } from '@nuandeng/contract'
import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { ServerForm } from '../../shell/ServerForm.tsx'

interface Change {
  password: string
  newPassword: string
  again: string
}

/** Changes my password; my other sessions end. */
export function ChangeMyPassword() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [round, setRound] = useState(0)
  return (
    <section className="card">
      <h2>{t('signIn.change')}</h2>
      <p className="soft">{t('account.passwordNote')}</p>
      <ServerForm
        key={round}
        submit={t('signIn.change')}
        fieldOf={{ 'password-wrong': 'password', 'account-locked': 'password' }}
        send={({ password, newPassword }: Change, commandId) =>
          call(changePasswordRoute, { password, newPassword }, commandId)
        }
        onDone={() => {
          message.success(t('signIn.changed'))
          setRound(round + 1)
          queries.invalidateQueries({ queryKey: ['my-sessions'] })
        }}
      >
        <OwnPassword />
        <Form.Item
          name="newPassword"
          label={t('signIn.newPassword')}
          rules={[{ required: true }, { min: 12, message: t('account.tooShort') }]}
        >
          <Input type="password" autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('account.again')}
          dependencies={['newPassword']}
          rules={[
            { required: true },
            ({ getFieldValue }) => ({
              validator: (_, value) =>
                !value || value === getFieldValue('newPassword')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('account.notSame'))),
            }),
          ]}
        >
          <Input type="password" autoComplete="new-password" maxLength={200} />
        </Form.Item>
      </ServerForm>
    </section>
  )
}

/** My password now, which each change of my log-in asks for; the hidden name helps password managers. */
export function OwnPassword() {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <>
      <input type="text" autoComplete="username" value={me.loginName} readOnly hidden />
      <Form.Item name="password" label={t('account.passwordNow')} rules={[{ required: true }]}>
        <Input type="password" autoComplete="current-password" maxLength={200} />
      </Form.Item>
    </>
  )
}
