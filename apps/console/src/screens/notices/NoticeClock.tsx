import { useTranslation } from 'react-i18next'
import { formatMoment } from '../../shell/format.ts'
import { spanTo, useTitles } from '../requests/words.ts'
import type { Outage } from './OutagesScreen.tsx'

/** The clock of a notice runs backwards: how long until it must stand published, or how far ahead it did. */
export function NoticeClock({ outage }: { outage: Outage }) {
  const { t } = useTranslation()
  const { publishedAt, noticeBy, state } = outage
  if (publishedAt) {
    const { span } = spanTo(outage.begunAt ?? outage.beginsAt, new Date(publishedAt))
    return (
      <>
        <span className="nowrap">{formatMoment(publishedAt)}</span>
        <div className="small soft">{t('outages.publishedAhead', { span })}</div>
      </>
    )
  }
  if (state === 'cancelled') return <span className="soft">—</span>
  if (!noticeBy) return <span className="soft">{t('outages.noPromise')}</span>
  const { isOver, span } = spanTo(noticeBy, new Date())
  return (
    <>
      <span className={`mark ${isOver ? 'bad' : 'soon'}`}>
        {t(isOver ? 'outages.missed' : 'outages.left', { span })}
      </span>
      {isOver && (state === 'planned' || state === 'published') && (
        <div className="small">{t('outages.tooLate')}</div>
      )}
      <div className="small soft nowrap">
        {t('outages.noticeBy')} {formatMoment(noticeBy)}
      </div>
    </>
  )
}

export function NoticeVerdict({ outage: { verdict } }: { outage: Pick<Outage, 'verdict'> }) {
  const { t } = useTranslation()
  if (!verdict) return <span className="soft wide-only">—</span>
  const tone = { kept: 'good', broken: 'bad', open: 'soft' }[verdict]
  return <span className={`mark ${tone} nowrap`}>{t(`noticeVerdict.${verdict}`)}</span>
}

/** The notice under the regulatory floor (监管底线): another text, judged by itself. */
export function NoticeFloor({ floor }: { floor: NonNullable<Outage['floor']> }) {
  const { t } = useTranslation()
  const { nameOf, limitTitle } = useTitles()
  return (
    <>
      <NoticeVerdict outage={floor} />
      <div className="small soft">
        {nameOf(floor)} · {t('editions.advance')} {limitTitle(floor)} · {t('outages.noticeBy')}{' '}
        {formatMoment(floor.noticeBy)}
      </div>
    </>
  )
}

/** The same drawn: the outage stands at the right end, and its notice must lie left of the bar. */
export function NoticeLine({ outage }: { outage: Outage }) {
  const { t } = useTranslation()
  const { noticeBy, publishedAt, verdict } = outage
  if (!noticeBy || !verdict) return null
  const by = new Date(noticeBy).getTime()
  const begins = new Date(outage.begunAt ?? outage.beginsAt).getTime()
  const told = publishedAt ? new Date(publishedAt).getTime() : undefined
  const now = Date.now()
  const from = Math.min(by, told ?? now, now) - (begins - by) * 0.05
  const share = (time: number) =>
    Math.min(100, Math.max(0, ((time - from) / (begins - from)) * 100))
  const reached = told ?? Math.min(now, begins)
  return (
    <>
      <p className="legend small soft" aria-hidden="true">
        <span className="sign due" /> {t('outages.legendBy')}
        <span className="sign stop" /> {t('outages.legendPublished')}
        <span className="sign now" /> {t('outages.legendNow')}
      </p>
      <div
        className="line"
        role="img"
        aria-label={t('outages.drawing', { stand: t(`noticeVerdict.${verdict}`) })}
      >
        <span className="past" style={{ width: `${Math.min(share(reached), share(by))}%` }} />
        {reached > by && (
          <span
            className="past late"
            style={{ left: `${share(by)}%`, width: `${share(reached) - share(by)}%` }}
          />
        )}
        <span className="sign due" style={{ left: `${share(by)}%` }} />
        {told !== undefined && <span className="sign stop" style={{ left: `${share(told)}%` }} />}
        {now < begins && <span className="sign now" style={{ left: `${share(now)}%` }} />}
      </div>
      <div className="row apart small soft">
        <span>
          {t('outages.noticeBy')} {formatMoment(noticeBy)}
        </span>
        <span>
          {t('outages.legendBegin')} {formatMoment(new Date(begins))}
        </span>
      </div>
    </>
  )
}
