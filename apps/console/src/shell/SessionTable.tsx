import type { listMySessionsRoute, ReplyOf } from '@nuandeng/contract'
import { Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { deviceOf } from './device.ts'
import { formatMoment } from './format.ts'

type Session = ReplyOf<typeof listMySessionsRoute>['items'][number]

/** Open sessions, one a device; each can be ended. */
export function SessionTable({
  sessions,
  reason,
  onRevoke,
}: {
  sessions: readonly Session[]
  reason?: string | undefined
  onRevoke: (sessionId: string) => Promise<unknown>
}) {
  const { t } = useTranslation()
  if (sessions.length === 0) return <p className="soft">{t('session.none')}</p>
  return (
    <div className="scroll">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('session.device')}</th>
            <th scope="col">{t('session.lastSeen')}</th>
            <th scope="col" className="wide-only">
              {t('session.opened')}
            </th>
            <th scope="col">{t('app.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.sessionId}>
              <td>
                {deviceOf(session.userAgent) ?? t('session.unknownDevice')}
                <div className="soft">{session.ipAddress}</div>
              </td>
              <td>{formatMoment(session.lastSeenAt)}</td>
              <td className="wide-only">{formatMoment(session.createdAt)}</td>
              <td>
                {session.isCurrent ? (
                  <span className="mark good">{t('session.current')}</span>
                ) : (
                  <Popconfirm
                    title={t('session.confirm')}
                    okText={t('session.revoke')}
                    cancelText={t('app.cancel')}
                    onConfirm={() => onRevoke(session.sessionId)}
                    disabled={reason !== undefined}
                  >
                    <Button
                      size="small"
                      disabled={reason !== undefined}
                      aria-label={`${t('session.revoke')} ${formatMoment(session.createdAt)}`}
                    >
                      {t('session.revoke')}
                    </Button>
                  </Popconfirm>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {reason && <p className="why">{t('refusal.of', { what: t('session.revoke'), reason })}</p>}
    </div>
  )
}
