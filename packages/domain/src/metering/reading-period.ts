import type { PlainDate } from '../calendar-day.ts'
import { halfWidth } from '../imports/cell-text.ts'
import { parseMixedInstant } from '../imports/mixed-date.ts'

/** What a reading is about: a month (月), a day (日) or a part of a day (时段), such as half an hour. */
export const READING_PERIODS = ['month', 'day', 'interval'] as const
export type ReadingPeriod = (typeof READING_PERIODS)[number]

const MONTH = /^(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*月?$/
const SHANGHAI_MS = 8 * 3_600_000
const DAY_MINUTES = 1440

/** A time as readings carry it: the day it lies in or begins with, and the minute of that day. */
export interface ReadingTime {
  period: ReadingPeriod
  day: PlainDate
  minute: number
}

/** 2015-01, 201501, 2015年1月; else a date; else a date with a time of day (midnight has none). */
export function parseReadingTime(text: string): ReadingTime | undefined {
  const tidy = halfWidth(text).trim()
  const month = MONTH.exec(tidy)
  if (month && Number(month[2]) >= 1 && Number(month[2]) <= 12) {
    const day = `${month[1]}-${month[2]?.padStart(2, '0')}-01` as PlainDate
    return { period: 'month', day, minute: 0 }
  }
  const at = parseMixedInstant(tidy)
  if (!at) return undefined
  const local = at.getTime() + SHANGHAI_MS
  const day = new Date(local).toISOString().slice(0, 10) as PlainDate
  const minute = Math.floor(local / 60_000) % DAY_MINUTES
  return { period: minute === 0 ? 'day' : 'interval', day, minute }
}

/** How many days a calendar month has, by any of its days. */
export function daysOfMonth(day: PlainDate): number {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate()
}
