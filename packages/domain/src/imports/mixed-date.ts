import type { PlainDate } from '../calendar-day.ts'
import { halfWidth } from './cell-text.ts'

const SEPARATED = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(.*)$/s
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?!\d)(.*)$/s
const TIME =
  /^[T\s]*(?:(?:星期|周|礼拜)[一二三四五六日天])?[T\s]*(上午|下午)?\s*(\d{1,2})\s*[:时点]\s*(\d{1,2})\s*(?:[:分]\s*(\d{1,2})(?:\.\d+)?\s*秒?|分)?\s*(Z|[+-]\d{2}:?\d{2})?$/
const WEEKDAY_ONLY = /^[\s(]*(?:(?:星期|周|礼拜)[一二三四五六日天])?[\s)]*$/
const SERIAL = /^\d{4,5}(\.\d+)?$/
/** Days of spreadsheet programs: 1 is 1900-01-01, and 60 is a 29 February that never was. */
const SERIAL_EPOCH_MS = Date.UTC(1899, 11, 30)
/** 1927-05-18 to 2173-10-13: a smaller or larger number is hardly a date. */
const SERIAL_MIN = 10_000
const SERIAL_MAX = 99_999
const SHANGHAI = '+08:00'

/**
 * A date in one of the forms that lists in China mix: 2011-10-15, 2011/10/15, 2011.10.15, 20111015,
 * 2011年10月15日, with or without a weekday or a time behind it, or a spreadsheet's day number.
 */
export function parseMixedDate(text: string): PlainDate | undefined {
  return partsOf(text)?.date
}

/** An instant in one of those forms, in Asia/Shanghai unless it names its offset; no time: midnight. */
export function parseMixedInstant(text: string): Date | undefined {
  const parts = partsOf(text)
  return parts && new Date(`${parts.date}T${parts.time}${parts.offset}`)
}

/** A spreadsheet's day number as `YYYY-MM-DD`, with the time behind it where there is one. */
export function serialToText(serial: number, is1904 = false): string {
  const seconds = Math.round((serial + (is1904 ? 1462 : 0)) * 86_400)
  const text = new Date(SERIAL_EPOCH_MS + seconds * 1000).toISOString()
  return seconds % 86_400 === 0 ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ')
}

interface Parts {
  date: PlainDate
  time: string
  offset: string
}

function partsOf(written: string): Parts | undefined {
  const text = halfWidth(written).trim()
  if (SERIAL.test(text)) {
    const serial = Number(text)
    return serial >= SERIAL_MIN && serial <= SERIAL_MAX ? partsOf(serialToText(serial)) : undefined
  }
  const match = SEPARATED.exec(text) ?? COMPACT.exec(text)
  if (!match) return undefined
  const [, year = '', month = '', day = '', rest = ''] = match
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (!isDay(Number(year), Number(month), Number(day))) return undefined
  const time = timeOf(rest)
  return time && { date: date as PlainDate, ...time }
}

function isDay(year: number, month: number, day: number): boolean {
  const at = new Date(Date.UTC(year, month - 1, day))
  // Date.UTC takes the years 0 to 99 for those of the twentieth century.
  return at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
}

function timeOf(rest: string): Omit<Parts, 'date'> | undefined {
  if (WEEKDAY_ONLY.test(rest)) return { time: '00:00:00', offset: SHANGHAI }
  const match = TIME.exec(rest)
  if (!match) return undefined
  const [, half, hours = '', minutes = '', seconds = '0', offset = SHANGHAI] = match
  const hour = Number(hours) + (half === '下午' && Number(hours) < 12 ? 12 : 0)
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const time = [hour, minutes, seconds].map((part) => String(part).padStart(2, '0')).join(':')
  return { time, offset: offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2') }
}
