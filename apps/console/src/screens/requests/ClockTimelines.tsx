import { useTranslation } from 'react-i18next'
import { formatMoment } from '../../shell/format.ts'
import type { RequestFile } from './RequestScreen.tsx'
import { useTitles } from './words.ts'

type Clock = RequestFile['clocks'][number]

/** Each clock drawn on its own scale; the table below says the same in words. */
export function ClockTimelines({ file }: { file: RequestFile }) {
  const { t } = useTranslation()
  const { titleOf } = useTitles()
  const now = Date.now()
  return (
    <div className="clock-lines">
      <p className="legend small soft" aria-hidden="true">
        <span className="sign warn" /> {t('request.legendWarn')}
        <span className="sign due" /> {t('request.legendDue')}
        <span className="sign stop" /> {t('request.legendStop')}
        <span className="sign now" /> {t('request.legendNow')}
        <span className="sign pause" /> {t('request.legendPause')}
      </p>
      {file.clocks.map((clock) => (
        <div key={`${clock.round} ${clock.row}`} className="clock-line">
          <div>
            {titleOf(clock)}
            {clock.round > 1 && (
              <span className="small soft"> {t('request.round', { round: clock.round })}</span>
            )}
          </div>
          <Line clock={clock} pauses={file.pauses} now={now} />
          <div className="row apart small soft">
            <span>{formatMoment(clock.startedAt)}</span>
            <span className={toneOf(clock)}>{t(`clockStand.${clock.stand}`)}</span>
            <span>{clock.dueAt ? formatMoment(clock.dueAt) : t('request.paused')}</span>
          </div>
        </div>
      ))}
    </div>
  )
}

export function toneOf({ stand }: Pick<Clock, 'stand'>): string {
  if (stand === 'kept') return 'good'
  return stand === 'broken' ? 'bad' : ''
}

/** From the start to whatever comes last: deadline, stop or, while it runs, now. */
function Line({
  clock,
  pauses,
  now,
}: {
  clock: Clock
  pauses: RequestFile['pauses']
  now: number
}) {
  const { t } = useTranslation()
  const { titleOf } = useTitles()
  const at = (instant: string | null) => (instant ? new Date(instant).getTime() : undefined)
  const start = new Date(clock.startedAt).getTime()
  const [warn, due, stop] = [at(clock.warnAt), at(clock.dueAt), at(clock.stoppedAt)]
  const reached = stop ?? now
  const end = Math.max(due ?? start, reached, start + 1) + (reached - start) * 0.02
  const share = (time: number) => Math.min(100, Math.max(0, ((time - start) / (end - start)) * 100))
  const reachedShare = share(reached)
  const dueShare = due === undefined ? 100 : share(due)
  return (
    <div
      className="line"
      role="img"
      aria-label={`${titleOf(clock)}: ${t(`clockStand.${clock.stand}`)}`}
    >
      <span className="past" style={{ width: `${Math.min(reachedShare, dueShare)}%` }} />
      {reachedShare > dueShare && (
        <span
          className={clock.statistic === 'average' ? 'past beyond' : 'past late'}
          style={{ left: `${dueShare}%`, width: `${reachedShare - dueShare}%` }}
        />
      )}
      {pauses.map((pause) => {
        const from = share(new Date(pause.from).getTime())
        const to = share(at(pause.to) ?? reached)
        return to > from ? (
          <span
            key={pause.from}
            className="pause"
            style={{ left: `${from}%`, width: `${to - from}%` }}
          />
        ) : null
      })}
      {warn !== undefined && <span className="sign warn" style={{ left: `${share(warn)}%` }} />}
      {due !== undefined && <span className="sign due" style={{ left: `${dueShare}%` }} />}
      {stop === undefined ? (
        <span className="sign now" style={{ left: `${reachedShare}%` }} />
      ) : (
        <span className="sign stop" style={{ left: `${reachedShare}%` }} />
      )}
    </div>
  )
}
