import { getSupervisorBoardRoute, type ReplyOf } from '@nuandeng/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatMoment, formatNumber } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import { Countdown } from './RequestTable.tsx'
import './requests.css'
import { useTitles } from './words.ts'

type Board = ReplyOf<typeof getSupervisorBoardRoute>

const AGAIN_MS = 15_000
const MEASURES = ['open', 'dueSoon', 'overdue', 'paused', 'brokenMonth'] as const
type Measure = (typeof MEASURES)[number] | 'floorMonth'

/** The supervisor's board (督办看板): due soon, broken and escalated, for a unit and those below it. */
export function SupervisionScreen() {
  const { t } = useTranslation()
  const me = useMe()
  const { unitId = me.unit.unitId } = getRouteApi('/shell/supervision').useSearch()
  const navigate = useNavigate()
  const { data, error, isPending } = useQuery({
    queryKey: ['requests', 'board', unitId],
    queryFn: () => call(getSupervisorBoardRoute, { unitId, limit: 100 }),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  })
  return (
    <>
      <div className="row apart">
        <h1>{t('supervision.title')}</h1>
        <div style={{ minWidth: 260 }}>
          <UnitPicker
            label={t('request.unit')}
            value={unitId}
            onChange={(picked) => navigate({ to: '/supervision', search: { unitId: picked } })}
          />
        </div>
      </div>
      {error && <Failure error={error} />}
      {isPending && <Spin aria-label={t('app.loading')} />}
      {data && (
        <>
          <Totals board={data} />
          <div className="two even start">
            <Units board={data} />
            <Urgent board={data} />
          </div>
          <p className="soft small">{t('app.updatedAt', { time: formatMoment(data.asOf) })}</p>
        </>
      )}
    </>
  )
}

type Load = Board['units'][number]

function figureOf(load: Load, name: Measure) {
  if (name === 'brokenMonth') return load.brokenThisMonth
  return name === 'floorMonth' ? load.floorBrokenThisMonth : load[name]
}

const toneOf = (name: Measure, value: number) => {
  if (value === 0) return ''
  if (name === 'overdue' || name === 'brokenMonth' || name === 'floorMonth') return 'bad'
  return name === 'dueSoon' ? 'soon' : ''
}

function Totals({ board }: { board: Board }) {
  const { t } = useTranslation()
  const sum = (name: Measure) =>
    board.units.reduce((total, load) => total + figureOf(load, name), 0)
  return (
    <dl className="figures">
      {[...MEASURES, 'floorMonth' as const].map((name) => (
        <div className="figure" key={name}>
          <dt>{t(`supervision.${name}`)}</dt>
          <dd className={`value ${toneOf(name, sum(name))}`}>{formatNumber(sum(name))}</dd>
          <dd className="beside">{name === 'dueSoon' && t('supervision.helpDueSoon')}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The unit and those directly below it; each leads on to its own board. */
function Units({ board }: { board: Board }) {
  const { t } = useTranslation()
  return (
    <Scroll label={t('supervision.byUnit')} className="card">
      <table className="plain">
        <caption>{t('supervision.byUnit')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('request.unit')}</th>
            {MEASURES.map((name) => (
              <th scope="col" key={name} className="number">
                {t(`supervision.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {board.units.map((load) => (
            <tr key={load.unit.unitId}>
              <th scope="row">
                {load.unit.unitId === board.unit.unitId ? (
                  t('day.ownRecords', { name: load.unit.name })
                ) : (
                  <Link to="/supervision" search={{ unitId: load.unit.unitId }}>
                    {load.unit.name}
                  </Link>
                )}
              </th>
              {MEASURES.map((name) => {
                const value = figureOf(load, name)
                return (
                  <td key={name} className={`number ${toneOf(name, value)}`}>
                    {formatNumber(value)}
                    {name === 'brokenMonth' && load.floorBrokenThisMonth > 0 && (
                      <div className="small bad">
                        {t('supervision.floorToo', { count: load.floorBrokenThisMonth })}
                      </div>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function Urgent({ board }: { board: Board }) {
  const { t } = useTranslation()
  const { limitOf } = useTitles()
  return (
    <Scroll label={t('supervision.clocks')} className="card">
      <h2>{t('supervision.clocks')}</h2>
      <p className="soft">{t('supervision.clocksNote')}</p>
      {board.clocks.length === 0 ? (
        <p className="good">{t('supervision.none')}</p>
      ) : (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('request.number')}</th>
              <th scope="col">{t('request.dueAt')}</th>
              <th scope="col" className="wide-only">
                {t('request.clock')}
              </th>
              <th scope="col">{t('request.owner')}</th>
              <th scope="col">{t('supervision.escalatedTo')}</th>
            </tr>
          </thead>
          <tbody>
            {board.clocks.map((clock) => (
              <tr key={`${clock.requestId} ${clock.row}`}>
                <th scope="row">
                  <Link to="/requests/$requestId" params={{ requestId: clock.requestId }}>
                    {clock.number}
                  </Link>
                  <div className="small">{t(`requestKind.${clock.kind}`)}</div>
                </th>
                <td className="nowrap">
                  <Countdown dueAt={clock.dueAt} warnAt={board.asOf} />
                  <div className="small soft">{formatMoment(clock.dueAt)}</div>
                  <div className="small narrow-only">{limitOf(clock)}</div>
                </td>
                <td className="wide-only">{limitOf(clock)}</td>
                <td>
                  {clock.owner ?? <span className="bad">{t('request.noOwner')}</span>}
                  <div className="small soft">{clock.unit.name}</div>
                </td>
                <td>{clock.escalatedTo ?? '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Scroll>
  )
}
