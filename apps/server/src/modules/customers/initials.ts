import { searchForm } from '@nuandeng/domain'
import { pinyin } from 'pinyin-pro'

const LONGEST = 12
/** A personal name: its characters are read one by one, the first as a surname. */
const PERSONAL = /^\p{Script=Han}{2,4}$/u
const CHINESE = /\p{Script=Han}/u
const OPTIONS = { pattern: 'first', toneType: 'none', type: 'array' } as const

const surnames = new Map<string, string>()
const characters = new Map<string, string>()

/** The initials of a name (拼音首字母): 王小明 → wxm, 曾示例 → zsl, 示例ABC厂 → slabcc. */
export function initialsOf(name: string): string {
  const text = searchForm(name)
  const letters = PERSONAL.test(text)
    ? [...text].map((character, i) => (i === 0 ? surname(character) : initial(character)))
    : pinyin(text, OPTIONS).filter((letter) => /^[a-z0-9]$/.test(letter))
  return letters.join('').slice(0, LONGEST)
}

function initial(character: string): string {
  const known = characters.get(character)
  if (known !== undefined) return known
  const [letter = ''] = CHINESE.test(character) ? pinyin(character, OPTIONS) : []
  characters.set(character, /^[a-z]$/.test(letter) ? letter : '')
  return characters.get(character) ?? ''
}

function surname(character: string): string {
  const known = surnames.get(character)
  if (known !== undefined) return known
  const [letter = ''] = pinyin(character, { ...OPTIONS, surname: 'all' })
  surnames.set(character, /^[a-z]$/.test(letter) ? letter : '')
  return surnames.get(character) ?? ''
}
