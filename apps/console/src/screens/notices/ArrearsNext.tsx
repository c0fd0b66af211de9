import { getRequestRoute } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { formatMoment } from '../../shell/format.ts'
import { spanTo } from '../requests/words.ts'
import type { ArrearsCase } from './ArrearsScreen.tsx'

const REMINDER_MS = 30 * 60_000

/** What the procedure waits for, and how long. */
export function ArrearsNext({ found }: { found: ArrearsCase }) {
  const { t } = useTranslation()
  const { state, guards, stopFrom, remindedAt } = found
  const now = new Date()
  if (state === 'aborted') return <span className="mark good">{t('arrears.aborted')}</span>
  if (state === 'settled') return <Reconnection found={found} />
  if (state === 'stopped') return <span className="mark bad">{t('arrearsAction.settle')}</span>
  if (guards.length > 0) return <span className="mark good">{t('arrears.guarded')}</span>
  if (state === 'open') return <ToApprove found={found} />
  if (state === 'approved') return <>{t('arrearsAction.notify')}</>
  const notice = stopFrom && spanTo(stopFrom, now)
  const reminder =
    remindedAt && spanTo(new Date(Date.parse(remindedAt) + REMINDER_MS).toISOString(), now)
  return (
    <>
      {notice && (
        <div className={`mark ${notice.isOver ? 'good' : 'soon'}`}>
          {notice.isOver ? t('arrears.stopReady') : t('arrears.stopIn', { span: notice.span })}
        </div>
      )}
      {stopFrom && (
        <div className="small soft">{t('arrears.stopFrom', { time: formatMoment(stopFrom) })}</div>
      )}
      {reminder && (
        <div className={`mark ${reminder.isOver ? 'good' : 'soon'}`}>
          {reminder.isOver
            ? t('arrears.remindedReady')
            : t('arrears.remindedLeft', { span: reminder.span })}
        </div>
      )}
    </>
  )
}

/** Urged, it waits for the approval, and for what the approval needs. */
function ToApprove({ found: { urgedAt, actions } }: { found: ArrearsCase }) {
  const { t } = useTranslation()
  if (urgedAt.length === 0) return <>{t('arrearsAction.urge')}</>
  const refusal = actions.find(({ action }) => action === 'approve')?.refusal
  return (
    <>
      {t('arrearsAction.approve')}
      {refusal && <div className="small soft">{t(`problem.${refusal}`)}</div>}
    </>
  )
}

/** The 24 hours within which the supply is back run on a request of its own. */
function Reconnection({ found: { reconnectionId } }: { found: ArrearsCase }) {
  const { t } = useTranslation()
  const { data } = useQuery({
    queryKey: ['requests', reconnectionId],
    queryFn: () => call(getRequestRoute, { requestId: reconnectionId ?? '' }),
    enabled: reconnectionId !== null,
  })
  if (!reconnectionId) return null
  const clock = data?.clocks[0]
  const isDone = data?.state === 'done' || data?.state === 'closed'
  const left = clock?.dueAt ? spanTo(clock.dueAt, new Date()) : undefined
  const words = isDone
    ? t('arrears.reconnected')
    : left
      ? t(left.isOver ? 'arrears.reconnectionOver' : 'arrears.reconnectionLeft', { ...left })
      : data && t('arrears.reconnecting')
  const tone = clock?.stand === 'broken' || (!isDone && left?.isOver) ? 'bad' : 'good'
  return (
    <>
      {words && <div className={`mark ${tone}`}>{words}</div>}
      <div className="small">
        <Link to="/requests/$requestId" params={{ requestId: reconnectionId }}>
          {t('arrears.seeRequest')}
        </Link>
      </div>
    </>
  )
}
