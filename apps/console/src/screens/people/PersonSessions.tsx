import { listSessionsRoute, revokeSessionRoute } from '@nuandeng/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { SessionTable } from '../../shell/SessionTable.tsx'
import { usePersonChanged } from './change-person.ts'
import type { Person } from './PersonScreen.tsx'

/** Where a person is logged in; a session ends at its next request. */
export function PersonSessions({ person }: { person: Person }) {
  const { t } = useTranslation()
  const refusalOf = useRefusal()
  const changed = usePersonChanged()
  const { personId } = person
  const refusal = refusalOf('session.read', person.unit.path)
  const sessions = useQuery({
    queryKey: ['sessions', personId],
    queryFn: () => call(listSessionsRoute, { personId }),
    enabled: refusal === undefined,
  })
  const revoke = useMutation({
    mutationFn: (sessionId: string) => call(revokeSessionRoute, { personId, sessionId }),
    onSuccess: () => changed('session.revoked'),
  })
  return (
    <section className="card">
      <h2>{t('session.title')}</h2>
      {refusal && <p className="soft">{refusal}</p>}
      {sessions.data && (
        <SessionTable
          sessions={sessions.data.items}
          reason={refusalOf('session.revoke', person.unit.path)}
          onRevoke={(sessionId) => revoke.mutateAsync(sessionId).catch(() => undefined)}
        />
      )}
      {(sessions.error ?? revoke.error) && <Failure error={sessions.error ?? revoke.error} />}
    </section>
  )
}
