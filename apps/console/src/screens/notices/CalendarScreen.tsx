import { getCalendarRoute, type ReplyOf } from '@nuandeng/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { formatDay, formatMoment, todayInChina } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import '../requests/requests.css'
import { CallBackRules } from './CallBackRules.tsx'
import { Closures } from './Closures.tsx'
import { DeclareNotice } from './calendar-forms.tsx'
import './notices.css'
import { YearSheet } from './YearSheet.tsx'

export type Calendar = ReplyOf<typeof getCalendarRoute>

/** The working days of a year (工作日历): notices, closures, and how far deadlines follow them. */
export function CalendarScreen() {
  const { t } = useTranslation()
  const { year = Number(todayInChina().slice(0, 4)) } = getRouteApi('/shell/calendar').useSearch()
  const { data, error, isPending } = useQuery({
    queryKey: ['calendar', year],
    queryFn: () => call(getCalendarRoute, { year }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <div className="row apart">
        <h1>{t('calendar.title')}</h1>
        <nav className="row" aria-label={t('calendar.year')}>
          <Link to="/calendar" search={{ year: year - 1 }}>
            {t('calendar.before')} {year - 1}
          </Link>
          <strong>{year}</strong>
          <Link to="/calendar" search={{ year: year + 1 }}>
            {t('calendar.after')} {year + 1}
          </Link>
        </nav>
      </div>
      {error && <Failure error={error} />}
      {isPending && <Spin aria-label={t('app.loading')} />}
      {data && (
        <>
          <Horizon calendar={data} />
          <YearSheet calendar={data} />
          <Closures calendar={data} />
          <CallBackRules />
        </>
      )}
    </>
  )
}

/** Up to where days off are known, and whether all deadlines follow that already. */
function Horizon({ calendar }: { calendar: Calendar }) {
  const { t } = useTranslation()
  const me = useMe()
  const [isEntering, setEntering] = useState(false)
  const refusal = useRefusal()('calendar.edit', rootOf(me.unit.path))
  const { knownTo, computed, notices } = calendar
  const next = Number(knownTo.slice(0, 4)) + 1
  return (
    <section className="card" aria-labelledby="calendar-horizon">
      <h2 id="calendar-horizon">{t('calendar.horizon', { day: formatDay(knownTo) })}</h2>
      <p className="soft">{t('calendar.horizonNote')}</p>
      {computed?.knownTo === knownTo ? (
        <p className="mark good">
          {t('calendar.computed', {
            time: formatMoment(computed.at),
            number: computed.movedClocks,
          })}
        </p>
      ) : (
        <p className="mark soon">{t('calendar.pending')}</p>
      )}
      <h3>{t('calendar.notices')}</h3>
      {notices.length === 0 && <p className="soft">{t('calendar.noNotices')}</p>}
      <ul className="steps">
        {notices.map((notice) => (
          <li key={notice.year}>
            {t('calendar.notice', { ...notice, time: formatMoment(notice.at) })}
          </li>
        ))}
      </ul>
      <Actions
        actions={[
          {
            label: t('calendar.addNotice', { year: next }),
            reason: refusal,
            onClick: () => setEntering(true),
          },
        ]}
      />
      {isEntering && <DeclareNotice year={next} onClose={() => setEntering(false)} />}
    </section>
  )
}

/** The province: the first part of every path. */
const rootOf = (path: string) => path.split('.')[0] ?? path
