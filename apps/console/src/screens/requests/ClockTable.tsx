import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatMoment } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { toneOf } from './ClockTimelines.tsx'
import type { RequestFile } from './RequestScreen.tsx'
import { Countdown } from './RequestTable.tsx'
import { useTitles } from './words.ts'

type Clock = RequestFile['clocks'][number]

/** The clocks in words: start, deadline, stop, and every verdict there ever was with its evidence. */
export function ClockTable({ file }: { file: RequestFile }) {
  const { t } = useTranslation()
  return (
    <Scroll label={`${t('request.clocks')} · ${t('day.table')}`}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('request.clock')}</th>
            <th scope="col">{t('request.started')}</th>
            <th scope="col">{t('request.dueAt')}</th>
            <th scope="col">{t('request.stopped')}</th>
            <th scope="col">{t('request.stand')}</th>
            <th scope="col">{t('request.evidence')}</th>
          </tr>
        </thead>
        <tbody>
          {file.clocks.map((clock) => (
            <ClockRow key={`${clock.round} ${clock.row}`} clock={clock} />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

/** What a clock is of, its limit and source: the first cell of its row. */
export function ClockName({
  clock,
}: {
  clock: Clock | NonNullable<RequestFile['floor']>['clocks'][number]
}) {
  const { t } = useTranslation()
  const { titleOf, limitTitle, sourceTitle } = useTitles()
  return (
    <th scope="row" className="wrap">
      {titleOf(clock)}
      <div className="small soft">
        {t(`statistic.${clock.statistic}`)} {limitTitle(clock)} ·{' '}
        {t('request.source', { source: sourceTitle(clock.source) })}
      </div>
      {clock.isAssumed && (
        <Tag className="flag" title={t('request.assumedHelp')}>
          {t('request.assumed')}
        </Tag>
      )}
    </th>
  )
}

function ClockRow({ clock }: { clock: Clock }) {
  const { t } = useTranslation()
  const { dueAt, warnAt, stoppedAt, stand } = clock
  return (
    <tr>
      <ClockName clock={clock} />
      <td className="nowrap">{formatMoment(clock.startedAt)}</td>
      <td className="nowrap">
        {dueAt ? formatMoment(dueAt) : t('request.paused')}
        {clock.isProvisional && (
          <div>
            <Tag className="flag" title={t('request.provisionalHelp')}>
              {t('request.provisional')}
            </Tag>
          </div>
        )}
      </td>
      <td className="nowrap">
        {stoppedAt
          ? formatMoment(stoppedAt)
          : dueAt && (
              <Countdown dueAt={dueAt} {...(warnAt && stand === 'open' ? { warnAt } : {})} />
            )}
      </td>
      <td className="nowrap">
        <strong className={toneOf(clock)}>{t(`clockStand.${stand}`)}</strong>
      </td>
      <td className="words small">
        <Evidence clock={clock} />
      </td>
    </tr>
  )
}

/** Oldest verdict first: a correction stands below what it corrects. */
function Evidence({ clock }: { clock: Clock }) {
  const { t } = useTranslation()
  const { causeTitle } = useTitles()
  const { exemption, verdicts } = clock
  return (
    <>
      {verdicts.map((verdict) => (
        <div key={`${verdict.judgedAt} ${verdict.cause}`}>
          {t('request.verdictBy', {
            verdict: t(`clockStand.${verdict.verdict}`),
            cause: causeTitle(verdict.cause),
            by: verdict.by || t('request.system'),
            at: formatMoment(verdict.judgedAt),
          })}
        </div>
      ))}
      {verdicts.length > 1 && <div className="soft">{t('request.firstVerdict')}</div>}
      {exemption && (
        <div>
          {t('request.exemptBy', {
            reason: t(`exemptReason.${exemption.reason}`),
            evidence: exemption.evidence,
            by: exemption.by,
            at: formatMoment(exemption.at),
          })}
        </div>
      )}
    </>
  )
}
