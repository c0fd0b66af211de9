import type { getReadinessRoute, ReplyOf } from '@nuandeng/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { StateMark } from './StateMark.tsx'

type Row = ReplyOf<typeof getReadinessRoute>['rows'][number]
export type ReadinessLine = Row & { name: string; isDeeper: boolean }

export function sumOf(lines: readonly ReadinessLine[]) {
  const sum = (name: 'due' | 'filed' | 'approved' | 'missing') =>
    lines.reduce((total, line) => total + line[name], 0)
  return {
    due: sum('due'),
    filed: sum('filed'),
    approved: sum('approved'),
    missing: sum('missing'),
  }
}

/** A bar a unit, and the figures that it draws beside it. */
export function ReadinessTable({
  campaignId,
  lines,
}: {
  campaignId: string
  lines: readonly ReadinessLine[]
}) {
  const { t } = useTranslation()
  return (
    <Scroll label={t('readiness.byUnit')}>
      <table className="plain readiness">
        <thead>
          <tr>
            <th scope="col">{t('day.unit')}</th>
            <th scope="col" className="own-state">
              {t('readiness.ownState')}
            </th>
            <th scope="col">{t('readiness.progress')}</th>
            {['due', 'filed', 'approved', 'waiting', 'missing'].map((name) => (
              <th scope="col" key={name} className="number">
                {t(`readiness.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.unit.unitId}>
              <th scope="row">
                {line.isDeeper ? (
                  <Link
                    to="/campaigns/$campaignId/readiness"
                    params={{ campaignId }}
                    search={{ unitId: line.unit.unitId }}
                  >
                    {line.name}
                  </Link>
                ) : (
                  line.name
                )}
              </th>
              <td className="own-state">
                {line.ownState && <StateMark of="plan" state={line.ownState} />}
              </td>
              <td className="bar-cell">
                <Bar {...line} />
              </td>
              <Figures {...line} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('readiness.total')}</th>
            <td className="own-state" />
            <td className="bar-cell">
              <Bar name={t('readiness.total')} {...sumOf(lines)} />
            </td>
            <Figures {...sumOf(lines)} />
          </tr>
        </tfoot>
      </table>
    </Scroll>
  )
}

type Counts = Pick<Row, 'due' | 'filed' | 'approved' | 'missing'>

function Figures({ due, filed, approved, missing }: Counts) {
  return (
    <>
      {[due, filed, approved, filed - approved].map((value, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns of one row never move
        <td key={i} className="number">
          {formatNumber(value)}
        </td>
      ))}
      <td className={`number ${missing > 0 ? 'bad' : ''}`}>{formatNumber(missing)}</td>
    </>
  )
}

function Bar({ name, due, filed, approved, missing }: Counts & { name: string }) {
  const { t } = useTranslation()
  const waiting = filed - approved
  return (
    <div
      className="bar"
      role="img"
      aria-label={t('readiness.bar', { unit: name, due, approved, waiting, missing })}
    >
      {Object.entries({ approved, waiting, missing }).map(
        ([part, count]) =>
          count > 0 && <span key={part} className={part} style={{ flexGrow: count }} />,
      )}
    </div>
  )
}
