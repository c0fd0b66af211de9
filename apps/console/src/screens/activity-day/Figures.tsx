import { type DayTotals, MEASURES, type Measure } from '@nuandeng/domain'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../shell/format.ts'

/** The times that stand beside a distinct figure. */
const BESIDE: Partial<Record<Measure, keyof DayTotals>> = {
  people: 'personTimes',
  vehicles: 'vehicleTimes',
  customers: 'visitTimes',
}

/** The six figures of a day, distinct ones with how often beside how many. */
export function Figures({ totals, late }: { totals: DayTotals; late?: DayTotals }) {
  const { t } = useTranslation()
  return (
    <dl className="figures">
      {MEASURES.map((measure) => {
        const times = BESIDE[measure]
        const lateCount = late?.[measure] ?? 0
        return (
          <div className="figure" key={measure}>
            <dt>{t(`measure.${measure}`)}</dt>
            <dd>
              <span className="value">{formatNumber(totals[measure])}</span>{' '}
              {t(`unitOf.${measure}`)}
            </dd>
            <dd className="beside">
              {times && `${formatNumber(totals[times])} ${t(`unitOf.${times}`)}`}{' '}
              {lateCount !== 0 && (
                <span title={t('day.lateHelp')}>{t('day.late', { number: lateCount })}</span>
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
