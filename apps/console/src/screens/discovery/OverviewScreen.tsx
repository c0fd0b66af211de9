import { getSignalOverviewRoute, type ReplyOf } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Radio, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatMoment, formatNumber } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { OVERVIEW_FIGURES } from './overview-figures.ts'
import { useBoth } from './words.ts'
import './discovery.css'

type Overview = ReplyOf<typeof getSignalOverviewRoute>

/** Signals of the cities in numbers (线索概览): nobody by name, small numbers hidden. */
export function OverviewScreen() {
  const { t } = useTranslation()
  const { figure = 'open' } = getRouteApi('/shell/signal-overview').useSearch()
  const navigate = useNavigate()
  const { data, error, isPending } = useQuery({
    queryKey: ['signal-overview'],
    queryFn: () => call(getSignalOverviewRoute, {}),
  })
  return (
    <>
      <h1>{t('overview.title')}</h1>
      <p className="soft">{t('overview.note')}</p>
      <Radio.Group
        aria-label={t('overview.figure')}
        optionType="button"
        value={figure}
        options={OVERVIEW_FIGURES.map((value) => ({ value, label: t(`overview.${value}`) }))}
        onChange={({ target }) =>
          navigate({ to: '/signal-overview', search: { figure: target.value } })
        }
      />
      {error && <Failure error={error} />}
      {isPending && <Spin aria-label={t('app.loading')} />}
      {data &&
        (data.rules.length === 0 ? (
          <p className="card soft">{t('overview.none')}</p>
        ) : (
          <Cities overview={data} figure={figure} />
        ))}
    </>
  )
}

function Cities({
  overview: { rules, cities },
  figure,
}: {
  overview: Overview
  figure: (typeof OVERVIEW_FIGURES)[number]
}) {
  const { t } = useTranslation()
  const both = useBoth()
  const cellOf = (rule: Overview['rules'][number], unitId: string) => {
    const city = rule.cities.find(({ unit }) => unit.unitId === unitId)
    // Not nought: of this city the reader may not know.
    if (!city) return '—'
    const count = city[figure]
    return count === null ? t('overview.small') : formatNumber(count)
  }
  return (
    <Scroll label={t('overview.title')} className="card">
      <table className="plain">
        <caption>{t(`overview.${figure}`)}</caption>
        <thead>
          <tr>
            <th scope="col">{t('overview.city')}</th>
            {rules.map((rule) => (
              <th key={rule.ruleId} scope="col" className="number rule-head">
                {both(rule.title)}
              </th>
            ))}
            <th scope="col">{t('overview.lastRun')}</th>
          </tr>
        </thead>
        <tbody>
          {cities.map(({ unit, lastRunAt }) => (
            <tr key={unit.unitId}>
              <th scope="row">{unit.name}</th>
              {rules.map((rule) => (
                <td key={rule.ruleId} className="number">
                  {lastRunAt ? cellOf(rule, unit.unitId) : '—'}
                </td>
              ))}
              <td className={lastRunAt ? 'whole' : 'whole soft'}>
                {lastRunAt ? formatMoment(lastRunAt) : t('overview.never')}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('overview.total')}</th>
            {rules.map((rule) => {
              const { count, isAtLeast } = rule[figure]
              const told = formatNumber(count)
              return (
                <td key={rule.ruleId} className="number">
                  {isAtLeast ? t('overview.atLeast', { least: told }) : told}
                </td>
              )
            })}
            <td />
          </tr>
        </tfoot>
      </table>
    </Scroll>
  )
}
