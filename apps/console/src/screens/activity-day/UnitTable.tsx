import type { getDayTotalsRoute, ReplyOf } from '@nuandeng/contract'
import { MEASURES, type Measure } from '@nuandeng/domain'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../shell/format.ts'
import type { ShownDay } from './current-day.ts'

type Totals = ReplyOf<typeof getDayTotalsRoute>

/** The units below with their six figures; each leads a level down, the last to its records. */
export function UnitTable({ day, data }: { day: ShownDay; data: Totals }) {
  const { t } = useTranslation()
  const [sortBy, setSortBy] = useState<Measure>()
  const rows = sortBy
    ? data.rows.toSorted((a, b) => b.totals[sortBy] - a.totals[sortBy])
    : data.rows
  return (
    <section className="scroll" aria-label={t('day.byUnit')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('day.unit')}</th>
            {MEASURES.map((measure) => (
              <th
                key={measure}
                scope="col"
                className="number"
                aria-sort={sortBy === measure ? 'descending' : 'none'}
              >
                <button
                  type="button"
                  className="sort"
                  onClick={() => setSortBy(sortBy === measure ? undefined : measure)}
                >
                  {t(`measure.${measure}`)} {sortBy === measure ? '↓' : '↕'}
                </button>
              </th>
            ))}
            <th scope="col">{t('nav.records')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ unit, totals, late, hasChildren }) => {
            const isOwn = unit.unitId === data.unit.unitId
            return (
              <tr key={unit.unitId}>
                <th scope="row">
                  {hasChildren ? (
                    <Link to="/day" search={{ ...day, unitId: unit.unitId }}>
                      {unit.name}
                    </Link>
                  ) : isOwn ? (
                    t('day.ownRecords', { name: unit.name })
                  ) : (
                    unit.name
                  )}
                </th>
                {MEASURES.map((measure) => (
                  <td key={measure} className="number">
                    {formatNumber(totals[measure])}
                    {late[measure] !== 0 && (
                      <div className="soft">{t('day.late', { number: late[measure] })}</div>
                    )}
                  </td>
                ))}
                <td>
                  <Link to="/records" search={{ ...day, unitId: unit.unitId }}>
                    {t('day.seeRecords')}
                  </Link>
                </td>
              </tr>
            )
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('day.total')}</th>
            {MEASURES.map((measure) => (
              <td key={measure} className="number">
                {formatNumber(data.totals[measure])}
              </td>
            ))}
            <td>
              <Link to="/records" search={{ ...day, unitId: data.unit.unitId }}>
                {t('day.seeRecords')}
              </Link>
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}
