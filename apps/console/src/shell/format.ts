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
