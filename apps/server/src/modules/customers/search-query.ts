import { bigramsOf, halfWidth, searchForm } from '@nuandeng/domain'

/** What a typed search means: any one of the ways that are given finds a customer. */
export interface SearchQuery {
  /** Of the index of words (tsquery). */
  words?: string
  /** Typed parts of three characters and more, which must stand in name or address as they are. */
  parts?: string[]
  /** Beginning of the account number. */
  accountPrefix?: string
  phone?: string
}

const DIGITS = /^[0-9-]+$/
/** An account number may have letters; without a digit it is taken for a name. */
const NUMBERED = /^(?=.*[0-9])[a-z0-9-]+$/
const LETTERS = /^[a-z]{2,12}$/

/**
 * Reads a search (查询): digits are an account number, a whole telephone or its last four digits; letters
 * the initials of a name or letters within; anything else name and address, each part of it between blanks.
 * Undefined: there are no two characters beside one another.
 */
export function readSearch(typed: string): SearchQuery | undefined {
  const text = searchForm(typed).trim()
  if (DIGITS.test(text)) {
    const words = /^\d{4}$/.test(text) ? { words: lexeme(`#${text}`) } : {}
    const phone = /^\d{7,}$/.test(text) ? { phone: text } : {}
    return { accountPrefix: text, ...words, ...phone }
  }
  const parts = text.split(/\s+/u)
  const pairs = [...new Set(parts.flatMap(bigramsOf))].map(lexeme).join(' & ')
  const long = parts.filter((part) => [...part].length > 2)
  if (pairs === '') return undefined
  if (!LETTERS.test(text)) {
    const number = NUMBERED.test(text) ? { accountPrefix: halfWidth(typed).trim() } : {}
    return { ...number, words: pairs, parts: long }
  }
  // Letters within a name are no reason to look at the text again: initials stand in no text.
  return { words: `${lexeme(`~${text}`)}:* | (${pairs})` }
}

/** A word of the index as a search for exactly it. */
export function lexeme(word: string): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
