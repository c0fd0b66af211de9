import type { listSignalsRoute, ReplyOf } from '@nuandeng/contract'
import { shownColour } from '@nuandeng/domain'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatDay } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { useBoth } from './words.ts'

type Signal = ReplyOf<typeof listSignalsRoute>['items'][number]

/** Signals with their reasons in words. */
export function SignalTable({ signals }: { signals: readonly Signal[] }) {
  const { t } = useTranslation()
  const both = useBoth()
  if (signals.length === 0) return <p className="card soft">{t('signal.none')}</p>
  return (
    <Scroll label={t('signal.title')} className="card">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('signal.customer')}</th>
            <th scope="col">{t('signal.reason')}</th>
            <th scope="col" className="wide-only">
              {t('customers.where')}
            </th>
            <th scope="col" className="number">
              {t('signal.score')}
            </th>
            <th scope="col">{t('signal.state')}</th>
          </tr>
        </thead>
        <tbody>
          {signals.map((signal) => (
            <tr key={signal.signalId}>
              <th scope="row">
                <Link to="/signals/$signalId" params={{ signalId: signal.signalId }}>
                  {signal.customer.name}
                </Link>
                <div className="soft small">{signal.customer.accountNo}</div>
              </th>
              <td className="words">
                <strong>{both(signal.title)}</strong>
                <div>{both(signal.reason)}</div>
                <div className="soft small">
                  <PeriodOf signal={signal} />
                </div>
              </td>
              <td className="wide-only whole">{signal.unit.name}</td>
              <td className="number">
                {signal.score}
                <div>
                  <ColourMark signal={signal} />
                </div>
              </td>
              <td className="whole">
                <SignalStand signal={signal} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

/** Red, yellow, and green once it is so no longer; nothing of rules without colours. */
export function ColourMark({ signal }: { signal: Signal }) {
  const { t } = useTranslation()
  const colour = shownColour(signal)
  return colour && <span className={`colour ${colour}`}>{t(`signalColour.${colour}`)}</span>
}

/** The months that a signal is about, or the days of a rule that looks at days. */
export function PeriodOf({ signal }: { signal: Signal }) {
  const { t } = useTranslation()
  const { firstDay, lastDay, firstMonth, lastMonth } = signal
  return t('signal.monthsOf', { first: firstDay ?? firstMonth, last: lastDay ?? lastMonth })
}

/** Where a signal stands, and what was decided. */
export function SignalStand({ signal }: { signal: Signal }) {
  const { t } = useTranslation()
  return (
    <>
      {t(`signalState.${signal.state}`)}
      {signal.verdict && <div className="small">{t(`verdict.${signal.verdict}`)}</div>}
      {signal.dismissReason && (
        <div className="small">{t(`dismissReason.${signal.dismissReason}`)}</div>
      )}
      {signal.restsUntil && (
        <div className="soft small">
          {t('signal.restsUntil', { date: formatDay(signal.restsUntil) })}
        </div>
      )}
      {signal.hasEnded && <div className="soft small">{t('signal.ended')}</div>}
    </>
  )
}
