import { listMySessionsRoute, revokeMySessionRoute } from '@nuandeng/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import { SessionTable } from '../../shell/SessionTable.tsx'
import { ChangeMyPassword } from './ChangeMyPassword.tsx'
import { SecondFactor } from './SecondFactor.tsx'

/** My account (我的账号): the roles I hold, my password, my second factor, where I am logged in. */
export function AccountScreen() {
  const { t } = useTranslation()
  return (
    <>
      <h1>{t('account.title')}</h1>
      <div className="two even">
        <div>
          <Mine />
          <ChangeMyPassword />
        </div>
        <div>
          <SecondFactor />
          <MySessions />
        </div>
      </div>
    </>
  )
}

function Mine() {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <section className="card">
      <h2>{me.name}</h2>
      <dl className="pairs">
        <dt>{t('people.loginName')}</dt>
        <dd>{me.loginName}</dd>
        <dt>{t('people.unit')}</dt>
        <dd>{me.unit.name}</dd>
        <dt>{t('people.roles')}</dt>
        <dd>
          {me.grants.length === 0 && t('account.noRole')}
          {me.grants.map(({ role, unit }) => (
            <div key={`${role} ${unit.unitId}`}>
              {t(`role.${role}`)} <span className="soft">· {t('account.reach', unit)}</span>
            </div>
          ))}
        </dd>
      </dl>
      <p className="why">{t('account.rolesNote')}</p>
    </section>
  )
}

function MySessions() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const sessions = useQuery({
    queryKey: ['my-sessions'],
    queryFn: () => call(listMySessionsRoute, {}),
  })
  const revoke = useMutation({
    mutationFn: (sessionId: string) => call(revokeMySessionRoute, { sessionId }),
    onSuccess: () => {
      message.success(t('session.revoked'))
      return queries.invalidateQueries({ queryKey: ['my-sessions'] })
    },
  })
  return (
    <section className="card">
      <h2>{t('session.mine')}</h2>
      {sessions.isPending && <Spin aria-label={t('app.loading')} />}
      {sessions.data && (
        <SessionTable
          sessions={sessions.data.items}
          onRevoke={(sessionId) => revoke.mutateAsync(sessionId).catch(() => undefined)}
        />
      )}
      {(sessions.error ?? revoke.error) && <Failure error={sessions.error ?? revoke.error} />}
    </section>
  )
}
