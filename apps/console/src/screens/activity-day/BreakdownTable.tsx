import { type DayTotals, MEASURES } from '@nuandeng/domain'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { RecordsSearch } from '../../routes.tsx'
import { formatNumber } from '../../shell/format.ts'

export interface BreakdownLine {
  key: string
  name: string
  totals: DayTotals
  /** The records behind the line. */
  records: RecordsSearch
}

/** Six figures per hour, walk-in type or class; each line leads to its records. */
export function BreakdownTable({
  heading,
  caption,
  lines,
}: {
  heading: string
  caption: string
  lines: readonly BreakdownLine[]
}) {
  const { t } = useTranslation()
  return (
    <section className="scroll" aria-label={caption}>
      <table className="plain">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            {MEASURES.map((measure) => (
              <th key={measure} scope="col" className="number">
                {t(`measure.${measure}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, name, totals, records }) => (
            <tr key={key}>
              <th scope="row">
                <Link to="/records" search={records}>
                  {name}
                </Link>
              </th>
              {MEASURES.map((measure) => (
                <td key={measure} className="number">
                  {formatNumber(totals[measure])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
