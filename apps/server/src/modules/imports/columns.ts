import {
  halfWidth,
  type PlainDate,
  parseMixedDate,
  parseMixedInstant,
  tidyCode,
} from '@nuandeng/domain'
import type { ImportColumn, Parsed } from './target.ts'

interface Named {
  title: string
  synonyms?: readonly string[]
}

type Parse<T> = (text: string) => Parsed<T>

const fault = (code: string, message: string) => ({ fault: { code, message } })
const EARLIEST = '1900'
const LATEST = '2200'

/** A column that may be missing or empty. */
export function optional<T>(named: Named, parse: Parse<T>): ImportColumn<T, false> {
  return { synonyms: [], ...named, isRequired: false, parse }
}

/** A column that the file must have, filled in every row. */
export function required<T>(named: Named, parse: Parse<T>): ImportColumn<T, true> {
  return { synonyms: [], ...named, isRequired: true, parse }
}

/** Words as they were typed. */
export function words(max: number): Parse<string> {
  return (text) => {
    // Characters outside of the basic plane are two units and one character: counted only where it matters.
    if (text.length > max && [...text].length > max) return fault('too-long', `超过 ${max} 个字`)
    if (!text.isWellFormed()) return fault('broken-characters', '含有损坏的字符')
    if (hasControl(text)) return fault('control-characters', '含有控制字符')
    return { value: text }
  }
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 32 && code !== 9 && code !== 10) return true
  }
  return false
}

/** A number that names something (户号, 编号): half-width, noughts in front kept. */
export function code(pattern: RegExp, hint: string): Parse<string> {
  return (text) => {
    const value = tidyCode(text)
    return pattern.test(value) ? { value } : fault('wrong-form', `应为${hint}`)
  }
}

/** One of a list; each value with the words and codes (such as those of SG186) that mean it. */
export function oneOf<T extends string>(list: Readonly<Record<T, readonly string[]>>): Parse<T> {
  const meanings = new Map<string, T>()
  const entries = Object.entries(list) as [T, readonly string[]][]
  for (const [value, names] of entries) {
    for (const name of [value, ...names]) meanings.set(halfWidth(name).toLowerCase(), value)
  }
  const shown = entries.map(([value, names]) => names[0] ?? value).join('、')
  return (text) => {
    const value = meanings.get(tidyCode(text).toLowerCase())
    return value === undefined ? fault('unknown-value', `不在列表中：${shown}`) : { value }
  }
}

/** A date in any of the forms of `parseMixedDate`. */
export function date(): Parse<PlainDate> {
  return (text) => {
    const value = parseMixedDate(text)
    if (!value) return fault('not-a-date', '看不懂的日期，例：2011-10-15')
    if (value < EARLIEST || value >= LATEST) return fault('out-of-range', '年份不合理')
    return { value }
  }
}

/** A date with a time, in Asia/Shanghai. */
export function instant(): Parse<Date> {
  return (text) => {
    const value = parseMixedInstant(text)
    if (!value) return fault('not-a-time', '看不懂的时间，例：2011-10-15 08:30')
    const year = value.toISOString()
    if (year < EARLIEST || year >= LATEST) return fault('out-of-range', '年份不合理')
    return { value }
  }
}
