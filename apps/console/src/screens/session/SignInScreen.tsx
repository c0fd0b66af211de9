import { signInOptionsRoute, signInRoute } from '@nuandeng/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallFailed, call } from '../../api/call.ts'
import { meQuery } from '../../api/session.ts'
import { switchLanguage } from '../../messages/i18n.ts'
import { DemoBanner } from '../../shell/DemoBanner.tsx'
import { Failure } from '../../shell/Failure.tsx'

interface SignIn {
  loginName: string
  password: string
  totp?: string
}

/** Log-in (登录): name and password, the second factor when it is asked for, and other ways where there are any. */
export function SignInScreen() {
  const { t } = useTranslation()
  const { next } = getRouteApi('/sign-in').useSearch()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const options = useQuery({
    queryKey: ['sign-in-options'],
    queryFn: () => call(signInOptionsRoute, {}),
  })
  // Stays after a wrong code, so that another can be typed.
  const [needsTotp, setNeedsTotp] = useState(false)
  const signIn = useMutation({
    mutationFn: (input: SignIn) => call(signInRoute, input),
    onError: (error) => {
      if (error instanceof CallFailed && error.code === 'totp-needed') setNeedsTotp(true)
    },
    onSuccess: ({ me }) => {
      queries.clear()
      queries.setQueryData(meQuery.queryKey, me)
      navigate({ href: next?.startsWith('/') && !next.startsWith('//') ? next : '/' })
    },
  })
  return (
    <>
      {options.data?.isDemo && <DemoBanner />}
      <main className="sign-in">
        <div className="lamp">
          <img src="/lamp.svg" alt="" />
          <h1>
            暖灯 <small lang="en">Nuandeng</small>
          </h1>
          <p>{t('app.tagline')}</p>
        </div>
        <div className="form">
          <div className="row apart">
            <h2>{t('signIn.title')}</h2>
            <Button type="link" onClick={switchLanguage}>
              {t('app.language')}
            </Button>
          </div>
          <Form
            layout="vertical"
            onFinish={(input: SignIn) => signIn.mutate(input)}
            requiredMark={false}
          >
            <Form.Item name="loginName" label={t('signIn.loginName')} rules={[{ required: true }]}>
              <Input autoComplete="username" autoFocus />
            </Form.Item>
            <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true }]}>
              <Input type="password" autoComplete="current-password" />
            </Form.Item>
            {needsTotp && (
              <Form.Item name="totp" label={t('signIn.totp')} rules={[{ required: true }]}>
                <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} autoFocus />
              </Form.Item>
            )}
            <Button type="primary" htmlType="submit" loading={signIn.isPending} block>
              {t('signIn.submit')}
            </Button>
          </Form>
          {signIn.error && <Failure error={signIn.error} />}
          {options.data?.oidc && (
            <p>
              <a href={options.data.oidc.startUrl}>
                {t('signIn.oidc', { label: options.data.oidc.label })}
              </a>
            </p>
          )}
          {options.data && options.data.demoAccounts.length > 0 && (
            <DemoAccounts
              accounts={options.data.demoAccounts}
              onPick={(account) => signIn.mutate(account)}
            />
          )}
        </div>
      </main>
    </>
  )
}

function DemoAccounts({
  accounts,
  onPick,
}: {
  accounts: { loginName: string; password: string; role: string; also?: string; unitName: string }[]
  onPick: (account: SignIn) => void
}) {
  const { t } = useTranslation()
  return (
    <section style={{ marginTop: 24 }}>
      <h2>{t('signIn.demoTitle')}</h2>
      <table className="plain">
        <tbody>
          {accounts.map((account) => (
            <tr key={account.loginName}>
              <th scope="row">
                {t(`role.${account.role}`)}
                {account.also && ` + ${t(`role.${account.also}`)}`}
              </th>
              <td>{account.unitName}</td>
              <td>
                <Button
                  size="small"
                  onClick={() =>
                    onPick({ loginName: account.loginName, password: account.password })
                  }
                  aria-label={`${t('signIn.demoPick')} ${account.loginName}`}
                >
                  {account.loginName}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
