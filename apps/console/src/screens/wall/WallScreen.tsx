import { type LiveDay, signInDisplayRoute } from '@nuandeng/contract'
import { MEASURES } from '@nuandeng/domain'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useLiveDay } from '../../api/live-day.ts'
import { meQuery } from '../../api/session.ts'
import { HourChart } from '../../charts/hours.tsx'
import { useReason } from '../../shell/Failure.tsx'
import { formatClock, formatDay, formatNumber } from '../../shell/format.ts'
import { useDay } from '../activity-day/current-day.ts'
import { RecountMark } from '../activity-day/RecountMark.tsx'
import { CITY_TILES } from './tile-map.ts'
import './wall.css'

const WIDTH = 1920
const HEIGHT = 1080

/** The wall screen (大屏) of the service office: one canvas, scaled to whatever it hangs on. */
export function WallScreen() {
  const isReady = useDisplaySession()
  return <Canvas>{isReady === undefined ? null : isReady ? <Wall /> : <NeedsKey />}</Canvas>
}

/** Logs in with the key in the address, once; the key leaves the address before anybody reads it there. */
function useDisplaySession(): boolean | undefined {
  const queries = useQueryClient()
  const session = useQuery({
    queryKey: ['display-session'],
    staleTime: Number.POSITIVE_INFINITY,
    retry: 3,
    queryFn: async () => {
      const key = new URLSearchParams(window.location.hash.slice(1)).get('key')
      if (!key) return queries.fetchQuery(meQuery)
      const { me } = await call(signInDisplayRoute, { key })
      window.history.replaceState(null, '', window.location.pathname + window.location.search)
      queries.setQueryData(meQuery.queryKey, me)
      return me
    },
  })
  if (session.isPending) return undefined
  return session.isSuccess
}

function NeedsKey() {
  const { t } = useTranslation()
  return <p className="wall-note">{t('wall.needKey')}</p>
}

function Canvas({ children }: { children: React.ReactNode }) {
  const [scale, setScale] = useState(1)
  useEffect(() => {
    const fit = () => setScale(Math.min(window.innerWidth / WIDTH, window.innerHeight / HEIGHT))
    fit()
    window.addEventListener('resize', fit)
    return () => window.removeEventListener('resize', fit)
  }, [])
  return (
    <main className="wall-frame">
      <div className="wall" style={{ transform: `translate(-50%, -50%) scale(${scale})` }}>
        {children}
      </div>
    </main>
  )
}

function Wall() {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const reason = useReason()
  const { day, current, isNone, error } = useDay(getRouteApi('/wall').useSearch())
  const { picture, isConnected } = useLiveDay(day, undefined)
  return (
    <>
      <header className="wall-head">
        <h1>{current?.campaignName ?? t('wall.title')}</h1>
        <p>
          {day && formatDay(day.activityDay)}
          {current && <span className="wall-theme">{current.theme}</span>}
        </p>
        <p className="wall-state">
          {me?.isDemo && <strong className="wall-demo">{t('app.demo')}</strong>}
          {picture && <RecountMark recount={picture.recount} />}
          {picture && (
            <span className={isConnected ? '' : 'bad'}>
              {t(isConnected ? 'wall.asOf' : 'wall.noSignal', { time: formatClock(picture.asOf) })}
            </span>
          )}
        </p>
      </header>
      {picture ? (
        <Picture picture={picture} />
      ) : (
        <p className="wall-note" role="status">
          {error ? reason(error) : t(isNone ? 'day.none' : 'app.loading')}
        </p>
      )}
    </>
  )
}

function Picture({ picture }: { picture: LiveDay }) {
  const { t } = useTranslation()
  return (
    <>
      <dl className="wall-figures">
        {MEASURES.map((measure) => (
          <div key={measure}>
            <dt>{t(`measure.${measure}`)}</dt>
            <dd>
              {formatNumber(picture.totals[measure])}
              <small>{t(`unitOf.${measure}`)}</small>
            </dd>
          </div>
        ))}
      </dl>
      <div className="wall-body">
        <section>
          <h2>{t('wall.ranking')}</h2>
          <Ranking rows={picture.rows} />
        </section>
        <section className="wall-cities">
          <h2>{t('wall.map')}</h2>
          <p className="wall-legend">
            <i />
            {t('wall.mapShade')}
            <br />
            {t('wall.mapFigures')}
          </p>
          <TileMap rows={picture.rows} />
        </section>
        <section>
          <h2>
            {t('wall.hourly')} · {t('measure.transactions')}
          </h2>
          <HourChart
            rows={picture.byHour}
            measure="transactions"
            label={`${t('wall.hourly')} ${t('measure.transactions')}`}
            height={262}
            fontSize={20}
            ink="#f0dcc0"
            colour="#f6b14b"
          />
          <h2>{t('wall.newest')}</h2>
          <Ticker picture={picture} />
        </section>
      </div>
    </>
  )
}

type Rows = LiveDay['rows']

const shortName = (name: string) => name.replace(/供电(公司|服务中心|所)$/, '')

function Ranking({ rows }: { rows: Rows }) {
  const ranked = rows
    .filter(({ unit }) => unit.kind !== 'province')
    .toSorted((a, b) => b.totals.customers - a.totals.customers)
    .slice(0, 18)
  const most = Math.max(1, ranked[0]?.totals.customers ?? 1)
  return (
    <ol className="wall-ranking">
      {ranked.map(({ unit, totals }) => (
        <li key={unit.unitId}>
          <span>{shortName(unit.name)}</span>
          <i style={{ width: `${(totals.customers / most) * 100}%` }} />
          <b>{formatNumber(totals.customers)}</b>
        </li>
      ))}
    </ol>
  )
}

function TileMap({ rows }: { rows: Rows }) {
  const { t } = useTranslation()
  const cities = rows.flatMap((row) => {
    const tile = row.unit.kind === 'city' ? CITY_TILES[row.cityCode] : undefined
    return tile ? [{ ...row, tile }] : []
  })
  const most = Math.max(1, ...cities.map(({ totals }) => totals.people))
  return (
    <ul className="wall-map">
      {cities.map(({ unit, totals, tile: [column, row] }) => (
        <li
          key={unit.unitId}
          style={{
            gridColumn: column,
            gridRow: row,
            background: `rgb(246 177 75 / ${(0.08 + 0.34 * (totals.people / most)).toFixed(3)})`,
          }}
        >
          <strong>{shortName(unit.name)}</strong>
          <span>
            {formatNumber(totals.people)} {t('unitOf.people')}
          </span>
          <span>
            {formatNumber(totals.transactions)} {t('unitOf.transactions')}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Ticker({ picture }: { picture: LiveDay }) {
  const { t } = useTranslation()
  return (
    <ul className="wall-ticker">
      {picture.newest.slice(0, 9).map((record) => (
        <li key={record.recordId}>
          <time>{formatClock(record.occurredAt).slice(0, 5)}</time>
          <span>
            {shortName(record.cityName)} {record.unitName}
          </span>
          <b>
            {t(`kind.${record.kind}`)}
            {record.quantity > 1 && ` ${formatNumber(record.quantity)}`}
          </b>
        </li>
      ))}
    </ul>
  )
}
