import { problems } from '../problems.ts'

/** A cell holds at most 32,767 characters; a row of all columns full of them does not exist. */
const MAX_PIECE = 32 * 1024 * 1024

/**
 * Cuts elements `<name …>…</name>` out of XML that comes in pieces. A workbook needs no more of XML
 * than this; a document type, which could define endless entities, is refused.
 */
export class ElementCutter {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  readonly #name: string
  #prefix: string | undefined
  #rest = ''

  constructor(name: string) {
    this.#name = name
  }

  /** The elements that are whole by now, without the namespace prefix that some programs write. */
  cut(piece: Buffer): string[] {
    const text = this.#rest + this.#decode(piece)
    if (this.#prefix === undefined) {
      const root = /<(?:([A-Za-z]\w*:))?[A-Za-z]\w*[\s>/]/.exec(text)
      if (!root) return this.#keep(text)
      if (text.includes('<!DOCTYPE')) throw damagedSheet()
      this.#prefix = root[1] ?? ''
    }
    const found: string[] = []
    const open = `<${this.#prefix}${this.#name}`
    const close = `</${this.#prefix}${this.#name}>`
    let at = 0
    for (;;) {
      const start = findOpening(text, open, at)
      if (start === -1) {
        at = Math.max(at, text.lastIndexOf('<'))
        break
      }
      const tagEnd = text.indexOf('>', start)
      const isEmpty = tagEnd > 0 && text[tagEnd - 1] === '/'
      const end = isEmpty ? tagEnd + 1 : text.indexOf(close, tagEnd)
      if (tagEnd === -1 || end === -1) {
        at = start
        break
      }
      at = isEmpty ? end : end + close.length
      found.push(text.slice(start, isEmpty ? at : end))
    }
    this.#keep(text.slice(at))
    return this.#prefix ? found.map((element) => this.#withoutPrefix(element)) : found
  }

  #decode(piece: Buffer): string {
    try {
      return this.#decoder.decode(piece, { stream: true })
    } catch {
      throw damagedSheet()
    }
  }

  #keep(text: string): string[] {
    if (text.length > MAX_PIECE) throw damagedSheet()
    this.#rest = text
    return []
  }

  #withoutPrefix(element: string): string {
    return element.replaceAll(`<${this.#prefix}`, '<').replaceAll(`</${this.#prefix}`, '</')
  }
}

function findOpening(text: string, open: string, from: number): number {
  for (let at = text.indexOf(open, from); at !== -1; at = text.indexOf(open, at + 1)) {
    const next = text.charCodeAt(at + open.length)
    // A blank, `>` or `/`: the name ends here. At the end of the text it is not known yet.
    if (Number.isNaN(next) || next <= 32 || next === 62 || next === 47) return at
  }
  return -1
}

export function damagedSheet() {
  return problems.fileRefused('damaged-file', '工作簿已损坏 the workbook is damaged')
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text of XML as it was typed. */
function unescapeXml(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#x?[0-9a-fA-F]{1,6}|[a-z]{2,4});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole
    const point = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
}

/** An attribute of an opening tag. */
export function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)
  return match ? unescapeXml(match[1] ?? match[2] ?? '') : undefined
}

const PHONETIC = /<rPh[\s>][\s\S]*?<\/rPh>/g
const TEXT = /<t(?:\s[^>]*)?>([\s\S]*?)<\/t>/g

/** The words of a string of a workbook, its runs joined, readings (phonetic) left out. */
export function richText(element: string): string {
  let words = ''
  for (const [, run = ''] of element.replace(PHONETIC, '').matchAll(TEXT)) words += run
  return stringOf(words)
}

/** Workbooks write characters that XML cannot hold as `_x000D_`. */
export function stringOf(xml: string): string {
  const text = unescapeXml(xml.includes('\r') ? xml.replace(/\r\n?/g, '\n') : xml)
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text
}
