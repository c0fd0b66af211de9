import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import type { RunReply } from './RunScreen.tsx'

type Months = NonNullable<RunReply['details']>['months']

/** What a file of readings brings to each month of a city. */
export function MonthTable({ months }: { months: Months }) {
  const { t } = useTranslation()
  return (
    <Scroll label={t('run.months')} className="card">
      <h2>{t('run.months')}</h2>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('readings.month')}</th>
            <th scope="col">{t('readings.city')}</th>
            {(['readings', 'changed', 'unchanged'] as const).map((name) => (
              <th scope="col" className="number" key={name}>
                {t(`readings.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {months.map(({ cityCode, month, readings, imported, unchanged }) => (
            <tr key={`${cityCode} ${month}`}>
              <th scope="row">{month}</th>
              <td>{cityCode}</td>
              <td className="number">{formatNumber(readings)}</td>
              <td className="number">{formatNumber(imported)}</td>
              <td className="number">{formatNumber(unchanged)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
