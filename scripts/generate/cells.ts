// Cells of a messy list, and how each kind of file holds them.

/** Text; a day as spreadsheet programs count; digits shown with noughts; a formula; an error. */
export type MessyCell =
  | string
  | { day: number }
  | { digits: string }
  | { formula: string; value?: string }
  | { error: string }

export interface MessyRow {
  cells: readonly MessyCell[]
  /** How many of these rows share what stands in this column of the first of them. */
  merged?: { column: number; rows: number }
}

/** Days of a spreadsheet program begin with 1900-01-01, and hold a 29 February that never was. */
const EPOCH_MS = Date.UTC(1899, 11, 30)

export function dayNumber(date: string): number {
  return Math.round((Date.parse(`${date}T00:00:00Z`) - EPOCH_MS) / 86_400_000)
}

/** As plain text, where a file has no kinds of cell. */
function textOf(cell: MessyCell): string {
  if (typeof cell === 'string') return cell
  if ('day' in cell) return new Date(EPOCH_MS + cell.day * 86_400_000).toISOString().slice(0, 10)
  if ('digits' in cell) return cell.digits
  if ('formula' in cell) return cell.value ?? ''
  return cell.error
}

export function csvLineOf({ cells }: MessyRow): string {
  const quoted = cells.map((cell) => {
    const text = textOf(cell)
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  })
  return `${quoted.join(',')}\r\n`
}

/** What GB18030 has two bytes for, and what four: read from the decoder, which Node has, backwards. */
function tableOfGb18030(): Map<string, Buffer> {
  const table = new Map<string, Buffer>()
  const decoder = new TextDecoder('gb18030')
  const put = (bytes: Buffer) => {
    const text = decoder.decode(bytes)
    if ([...text].length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, bytes)
  }
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) put(Buffer.from([first, second]))
  }
  for (let at = 0; at < 39_420; at++) put(fourBytes(at))
  return table
}

function fourBytes(at: number): Buffer {
  return Buffer.from([
    0x81 + Math.floor(at / 12_600),
    0x30 + (Math.floor(at / 1260) % 10),
    0x81 + (Math.floor(at / 10) % 126),
    0x30 + (at % 10),
  ])
}

let table: Map<string, Buffer> | undefined

/** Text in GB18030, of which GBK is the part that most files use. */
export function gb18030(text: string): Buffer {
  table ??= tableOfGb18030()
  const parts: Buffer[] = []
  let plain = ''
  for (const character of text) {
    if (character < '\x80') {
      plain += character
      continue
    }
    if (plain) parts.push(Buffer.from(plain, 'latin1'))
    plain = ''
    // Beyond the first plane the numbers follow one another.
    parts.push(
      table.get(character) ?? fourBytes((character.codePointAt(0) ?? 0) - 0x10000 + 189_000),
    )
  }
  if (plain) parts.push(Buffer.from(plain, 'latin1'))
  return Buffer.concat(parts)
}
