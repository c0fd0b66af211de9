import type { Moment } from '@nuandeng/domain'
import { Temporal } from 'temporal-polyfill'

const ISO =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?)?$/i

/**
 * A time of a foreign list. With an offset it is exact; without one it is a wall clock in `zone`, and
 * an hour that the clock showed twice is either of the two. A date alone is any time of that day.
 * Undefined when it is no time.
 */
export function parseMoment(text: string, zone: string): Moment | undefined {
  const iso = text.trim().match(ISO)
  if (iso) {
    const [, year, month, day, hour, minute, second, offset] = iso
    return momentOf({ year, month, day, hour, minute, second }, offset ?? zone)
  }
  const american = text.trim().match(AMERICAN)
  if (!american) return undefined
  const [, month, day, year, hour, minute, second, half] = american
  return momentOf({ year, month, day, hour: hourOf(hour, half), minute, second }, zone)
}

function hourOf(hour: string | undefined, half: string | undefined): string | undefined {
  if (hour === undefined || half === undefined) return hour
  return String((Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0))
}

type Parts = Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string | undefined>

function momentOf(parts: Parts, zone: string): Moment | undefined {
  const { hour, ...rest } = parts
  const number = (value: string | undefined) => Number(value ?? 0)
  const fields = {
    year: number(rest.year),
    month: number(rest.month),
    day: number(rest.day),
    hour: number(hour),
    minute: number(rest.minute),
    second: number(rest.second),
  }
  const wall = wallClock(fields)
  if (!wall) return undefined
  const last = hour === undefined ? wall.add({ days: 1 }) : wall
  return {
    earliest: instantOf(wall, zone, 'earlier'),
    latest: instantOf(last, zone, 'later'),
  }
}

/** 24:00 is read as the 0:00 that follows. */
function wallClock(fields: Record<keyof Parts, number>) {
  const isMidnight = fields.hour === 24 && !fields.minute && !fields.second
  try {
    const at = Temporal.PlainDateTime.from(
      { ...fields, hour: isMidnight ? 0 : fields.hour },
      { overflow: 'reject' },
    )
    return isMidnight ? at.add({ days: 1 }) : at
  } catch {
    // No such day or hour: the caller counts the row as unusable and says which field it was.
    return undefined
  }
}

function instantOf(
  wall: Temporal.PlainDateTime,
  zone: string,
  disambiguation: 'earlier' | 'later',
): Date {
  const offset = zone === 'Z' ? 'UTC' : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')
  return new Date(wall.toZonedDateTime(offset, { disambiguation }).epochMilliseconds)
}
