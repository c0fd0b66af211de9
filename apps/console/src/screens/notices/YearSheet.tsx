import { addDays, type PlainDate } from '@nuandeng/domain'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { formatDay, formatList } from '../../shell/format.ts'
import type { Calendar } from './CalendarScreen.tsx'

/** A year on one sheet; the same days stand below it in words. */
export function YearSheet({ calendar }: { calendar: Calendar }) {
  const { t } = useTranslation()
  const { year, daysOff, makeUpDays } = calendar
  return (
    <section className="card" aria-labelledby="calendar-months">
      <h2 id="calendar-months">{t('calendar.months', { year })}</h2>
      <p className="legend small soft" aria-hidden="true">
        <span className="day off" /> {t('calendar.legendOff')}
        <span className="day make-up" /> {t('calendar.legendMakeUp')}
        <span className="day weekend" /> {t('calendar.legendWeekend')}
        <span className="day closed" /> {t('calendar.legendClosed')}
      </p>
      <div className="year" aria-hidden="true">
        {Array.from({ length: 12 }, (_, month) => (
          <Month key={MONTHS[month]} month={month} calendar={calendar} />
        ))}
      </div>
      <dl className="pairs gap">
        <dt>{t('calendar.daysOff')}</dt>
        <dd>{daysOff.length === 0 ? t('calendar.noNotice') : <Ranges days={daysOff} />}</dd>
        {makeUpDays.length > 0 && (
          <>
            <dt>{t('calendar.makeUpDays')}</dt>
            <dd>{formatList(makeUpDays.map(formatDay))}</dd>
          </>
        )}
      </dl>
    </section>
  )
}

const MONTHS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'] as const

function Month({ month, calendar }: { month: number; calendar: Calendar }) {
  const { year, daysOff, makeUpDays, closures } = calendar
  const first = `${year}-${MONTHS[month]}-01` as PlainDate
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  // Weeks begin on Monday.
  const before = (weekdayOf(first) + 6) % 7
  const inForce = closures.filter(({ isLifted }) => !isLifted)
  const classOf = (day: PlainDate) => {
    const isWeekend = weekdayOf(day) % 6 === 0
    const kind = makeUpDays.includes(day)
      ? 'make-up'
      : daysOff.includes(day)
        ? 'off'
        : isWeekend
          ? 'weekend'
          : ''
    const isClosed = inForce.some(({ firstOn, lastOn }) => firstOn <= day && day <= lastOn)
    return `day ${kind} ${isClosed ? 'closed' : ''}`
  }
  return (
    <div className="month">
      <strong>{nameOf(first, { month: 'long' })}</strong>
      {WEEK.map((day) => (
        <span key={day} className="name">
          {nameOf(day, { weekday: 'narrow' })}
        </span>
      ))}
      {Array.from({ length: days }, (_, i) => {
        const day = addDays(first, i)
        return (
          <span
            key={day}
            className={classOf(day)}
            style={i === 0 ? { gridColumnStart: before + 1 } : undefined}
          >
            {i + 1}
          </span>
        )
      })}
    </div>
  )
}

const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()

/** Any Monday and the six days after it. */
const WEEK = Array.from({ length: 7 }, (_, i) => addDays('2024-01-01' as PlainDate, i))

function nameOf(day: string, options: Intl.DateTimeFormatOptions): string {
  const locale = i18next.language === 'zh' ? 'zh-CN' : 'en-GB'
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(
    new Date(`${day}T00:00:00Z`),
  )
}

/** Days in a row as one: from, to. */
function Ranges({ days }: { days: readonly string[] }) {
  const ranges: [from: string, to: string][] = []
  for (const day of days) {
    const last = ranges.at(-1)
    if (last && addDays(last[1] as PlainDate, 1) === day) last[1] = day
    else ranges.push([day, day])
  }
  return (
    <>
      {formatList(
        ranges.map(([from, to]) =>
          from === to ? formatDay(from) : `${formatDay(from)} – ${formatDay(to)}`,
        ),
      )}
    </>
  )
}
