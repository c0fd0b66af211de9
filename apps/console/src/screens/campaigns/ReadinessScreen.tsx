import { exportMissingRoute, getReadinessRoute, type ReplyOf } from '@nuandeng/contract'
import { isWithin } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { addressOf, call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatNumber } from '../../shell/format.ts'
import { CampaignHead } from './CampaignHead.tsx'
import { campaignQuery, topUnit, unitQuery } from './current-campaign.ts'
import { type ReadinessLine, ReadinessTable, sumOf } from './ReadinessTable.tsx'
import { StateMark } from './StateMark.tsx'

type Readiness = ReplyOf<typeof getReadinessRoute>

/** Readiness (准备情况) before the day: how many plans are in per unit below, and by name who is missing. */
export function ReadinessScreen() {
  const { t } = useTranslation()
  const route = getRouteApi('/shell/campaigns/$campaignId/readiness')
  const { campaignId } = route.useParams()
  const { unitId } = route.useSearch()
  const campaign = useQuery(campaignQuery(campaignId))
  const readiness = useQuery({
    queryKey: ['readiness', campaignId, unitId],
    queryFn: () => call(getReadinessRoute, { campaignId, unitId }),
    placeholderData: keepPreviousData,
  })
  const error = campaign.error ?? readiness.error
  if (error) return <Failure error={error} />
  if (!campaign.data || !readiness.data) return <Spin aria-label={t('app.loading')} />
  const lines = linesOf(readiness.data, (name) => t('readiness.ownRow', { name }))
  return (
    <>
      <CampaignHead campaign={campaign.data} />
      <Where campaignId={campaignId} unit={readiness.data.unit} />
      <Sums lines={lines} />
      <section className="card">
        <h2>{t('readiness.byUnit')}</h2>
        <ReadinessTable campaignId={campaignId} lines={lines} />
      </section>
      <Missing campaignId={campaignId} data={readiness.data} />
    </>
  )
}

/** The units below, and the unit itself where it has a plan to file. */
function linesOf({ unit, ownState, rows }: Readiness, nameOwn: (name: string) => string) {
  const lines: ReadinessLine[] = rows.map((row) => ({
    ...row,
    name: row.unit.name,
    isDeeper: row.due > 1,
  }))
  if (!ownState) return lines
  const isIn = ownState === 'filed' || ownState === 'approved'
  const own = {
    unit,
    name: nameOwn(unit.name),
    ownState,
    isDeeper: false,
    due: 1,
    filed: isIn ? 1 : 0,
    approved: ownState === 'approved' ? 1 : 0,
    missing: isIn ? 0 : 1,
  }
  return [own, ...lines]
}

function Where({ campaignId, unit }: { campaignId: string; unit: Readiness['unit'] }) {
  const { t } = useTranslation()
  const top = topUnit(useMe())
  const { data } = useQuery(unitQuery(unit.unitId))
  const above = data?.ancestors.filter(({ path }) => isWithin(path, top.path)) ?? []
  return (
    <nav aria-label={t('unit.path')} className="where">
      {above.map(({ unitId, name }) => (
        <span key={unitId}>
          <Link to="/campaigns/$campaignId/readiness" params={{ campaignId }} search={{ unitId }}>
            {name}
          </Link>{' '}
          ›{' '}
        </span>
      ))}
      <strong>{unit.name}</strong>
    </nav>
  )
}

function Sums({ lines }: { lines: readonly ReadinessLine[] }) {
  const { t } = useTranslation()
  const { due, filed, approved, missing } = sumOf(lines)
  const percent = due === 0 ? 0 : Math.floor((filed / due) * 1000) / 10
  const figures = [
    { name: 'due', value: due, beside: t('readiness.share', { percent }) },
    { name: 'approved', value: approved },
    { name: 'waiting', value: filed - approved },
    { name: 'missing', value: missing },
  ]
  return (
    <dl className="figures readiness-figures">
      {figures.map(({ name, value, beside }) => (
        <div key={name} className={`figure is-${name}`}>
          <dt>{t(`readiness.${name}`)}</dt>
          <dd className="value">{formatNumber(value)}</dd>
          {beside && <dd className="beside">{beside}</dd>}
        </div>
      ))}
    </dl>
  )
}

function Missing({ campaignId, data }: { campaignId: string; data: Readiness }) {
  const { t } = useTranslation()
  const { missing, missingTotal, unit } = data
  const hrefOf = (format: string) =>
    addressOf(exportMissingRoute, { campaignId, unitId: unit.unitId, format }).url
  if (missingTotal === 0) {
    return <p className="card good">{t('readiness.allFiled')}</p>
  }
  return (
    <section className="card">
      <div className="row apart">
        <h2>
          {t('readiness.whoIsMissing')} ({formatNumber(missingTotal)})
        </h2>
        <p className="row">
          <a href={hrefOf('csv')} download>
            {t('readiness.exportCsv')}
          </a>
          <a href={hrefOf('xlsx')} download>
            {t('readiness.exportXlsx')}
          </a>
        </p>
      </div>
      {missing.length < missingTotal && (
        <p className="soft">
          {t('readiness.shown', { total: formatNumber(missingTotal), shown: missing.length })}
        </p>
      )}
      <ul className="missing">
        {missing.map(({ planId, name, above, state, returnReason }) => (
          <li key={planId}>
            <Link to="/campaigns/$campaignId/plans/$planId" params={{ campaignId, planId }}>
              {name}
            </Link>
            <span className="soft">{above.join(' › ')}</span>
            <StateMark of="plan" state={state} />
            {returnReason && <span className="reason">{returnReason}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
