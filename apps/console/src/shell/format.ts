import { shanghaiDate } from '@nuandeng/domain'
import i18next from 'i18next'

const number = new Intl.NumberFormat('zh-CN')

export function formatNumber(value: number): string {
  return number.format(value)
}

function parts(instant: string | Date, options: Intl.DateTimeFormatOptions): string {
  const locale = i18next.language === 'zh' ? 'zh-CN' : 'en-GB'
  return new Intl.DateTimeFormat(locale, { timeZone: 'Asia/Shanghai', ...options }).format(
    new Date(instant),
  )
}

/** `12:04:31` in China. */
export function formatClock(instant: string | Date): string {
  return parts(instant, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })
}

/** Date and minute in China. */
export function formatMoment(instant: string | Date): string {
  const date = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  return parts(instant, { ...date, hour: '2-digit', minute: '2-digit', hour12: false })
}

/** A calendar date in words. */
export function formatDay(day: string): string {
  return parts(`${day}T12:00:00+08:00`, { year: 'numeric', month: 'long', day: 'numeric' })
}

/** `A、B和C`, or with 或. */
export function formatList(
  items: readonly string[],
  type: 'conjunction' | 'disjunction' = 'conjunction',
): string {
  const locale = i18next.language === 'zh' ? 'zh-CN' : 'en-GB'
  return new Intl.ListFormat(locale, { type }).format(items)
}

/** The calendar date in China now: `2026-03-01`. */
export function todayInChina(): string {
  return shanghaiDate(new Date())
}

/** How long ago in the largest unit that fits: `3 分钟`. */
export function formatAge(seconds: number): string {
  const locale = i18next.language === 'zh' ? 'zh-CN' : 'en-GB'
  const [unit, size] =
    seconds < 60
      ? (['second', 1] as const)
      : seconds < 3600
        ? (['minute', 60] as const)
        : seconds < 86_400
          ? (['hour', 3600] as const)
          : (['day', 86_400] as const)
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.floor(seconds / size),
  )
}
