import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatMoment } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { ClockName } from './ClockTable.tsx'
import { toneOf } from './ClockTimelines.tsx'
import type { RequestFile } from './RequestScreen.tsx'
import { Countdown } from './RequestTable.tsx'
import { useTitles } from './words.ts'

type Floor = NonNullable<RequestFile['floor']>

/** The same request under the regulatory floor (监管底线): another text, judged by itself and counted nowhere. */
export function FloorTable({ floor }: { floor: Floor }) {
  const { t } = useTranslation()
  const { nameOf } = useTitles()
  return (
    <>
      <h3>{nameOf(floor)}</h3>
      <p className="soft small">{t('request.floorNote')}</p>
      <Scroll label={nameOf(floor)}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('request.floorLimit')}</th>
              <th scope="col">{t('request.started')}</th>
              <th scope="col">{t('request.dueAt')}</th>
              <th scope="col">{t('request.stopped')}</th>
              <th scope="col">{t('request.stand')}</th>
            </tr>
          </thead>
          <tbody>
            {floor.clocks.map((clock) => (
              <FloorRow key={`${clock.round} ${clock.row}`} clock={clock} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  )
}

function FloorRow({ clock }: { clock: Floor['clocks'][number] }) {
  const { t } = useTranslation()
  const { dueAt, stoppedAt, stand, firstVerdict } = clock
  return (
    <tr>
      <ClockName clock={clock} />
      <td className="nowrap">{formatMoment(clock.startedAt)}</td>
      <td className="nowrap">
        {dueAt && formatMoment(dueAt)}
        {clock.isProvisional && (
          <Tag className="flag" title={t('request.provisionalHelp')}>
            {t('request.provisional')}
          </Tag>
        )}
      </td>
      <td className="nowrap">
        {stoppedAt ? formatMoment(stoppedAt) : dueAt && <Countdown dueAt={dueAt} />}
      </td>
      <td className="nowrap">
        <strong className={toneOf(clock)}>{t(`clockStand.${stand}`)}</strong>
        {firstVerdict && (
          <div className="small soft">
            {t('request.floorFirst', { verdict: t(`clockStand.${firstVerdict}`) })}
          </div>
        )}
      </td>
    </tr>
  )
}
