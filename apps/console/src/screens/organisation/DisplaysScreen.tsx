import { listDisplaysRoute, type ReplyOf, revokeDisplayRoute } from '@nuandeng/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Popconfirm, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { formatMoment } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import { CreateDisplay } from './CreateDisplay.tsx'

type Display = ReplyOf<typeof listDisplaysRoute>['items'][number]

/** Wall screens (大屏): unattended, logged in with a key, seeing totals and nothing else. */
export function DisplaysScreen() {
  const { t } = useTranslation()
  const refusalOf = useRefusal()
  const [isCreating, setCreating] = useState(false)
  const displays = useQuery({ queryKey: ['displays'], queryFn: () => call(listDisplaysRoute, {}) })
  return (
    <>
      <h1>{t('displays.title')}</h1>
      <p className="soft">{t('displays.note')}</p>
      <Actions
        actions={[
          {
            label: t('displays.create'),
            reason: refusalOf('display.create'),
            onClick: () => setCreating(true),
            isPrimary: true,
          },
        ]}
      />
      {displays.error && <Failure error={displays.error} />}
      {displays.isPending && <Spin aria-label={t('app.loading')} />}
      {displays.data && <List displays={displays.data.items} />}
      {isCreating && <CreateDisplay onClose={() => setCreating(false)} />}
    </>
  )
}

function List({ displays }: { displays: readonly Display[] }) {
  const { t } = useTranslation()
  if (displays.length === 0) return <p className="card soft">{t('displays.none')}</p>
  return (
    <section className="card scroll" aria-label={t('displays.title')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('displays.name')}</th>
            <th scope="col" className="wide-only">
              {t('people.unit')}
            </th>
            <th scope="col" className="wide-only">
              {t('displays.createdAt')}
            </th>
            <th scope="col">{t('displays.lastSeen')}</th>
            <th scope="col">{t('app.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {displays.map((display) => (
            <tr key={display.displayId}>
              <th scope="row">
                {display.name}
                <div className="soft small narrow-only">{display.unit.name}</div>
              </th>
              <td className="wide-only">{display.unit.name}</td>
              <td className="wide-only">{formatMoment(display.createdAt)}</td>
              <td>
                {display.lastSeenAt ? formatMoment(display.lastSeenAt) : t('displays.neverSeen')}
              </td>
              <td>
                {display.revokedAt ? (
                  <span className="mark soft">
                    {t('displays.revoked')} {formatMoment(display.revokedAt)}
                  </span>
                ) : (
                  <Revoke display={display} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Revoke({ display }: { display: Display }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const refusalOf = useRefusal()
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => call(revokeDisplayRoute, { displayId: display.displayId }),
    onSuccess: () => {
      message.success(t('displays.revokeDone'))
      return queries.invalidateQueries({ queryKey: ['displays'] })
    },
  })
  const reason = refusalOf('display.revoke', display.unit.path)
  return (
    <>
      <Popconfirm
        title={t('displays.confirm', { name: display.name })}
        okText={t('displays.revoke')}
        cancelText={t('app.cancel')}
        onConfirm={() => revoke.mutateAsync().catch(() => undefined)}
        disabled={reason !== undefined}
      >
        <Button
          size="small"
          danger
          disabled={reason !== undefined}
          aria-label={`${t('displays.revoke')} ${display.name}`}
        >
          {t('displays.revoke')}
        </Button>
      </Popconfirm>
      {reason && <p className="why">{reason}</p>}
      {revoke.error && <Failure error={revoke.error} />}
    </>
  )
}
