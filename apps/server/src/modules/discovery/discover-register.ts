import {
  CONNECTED_ON_COLUMN,
  CUT_CODES,
  guessColumns,
  headingForm,
  type NamedColumn,
  parseMixedDate,
  type RegisterFacts,
  STATUS_CODES,
  TEMPORARY_CODES,
  TEMPORARY_COLUMN,
  tidyCell,
  tidyCode,
  USE_CATEGORY_CODES,
  YES_NO_CODES,
} from '@nuandeng/domain'
import { problems } from '../../platform/problems.ts'
import { openTable } from '../../platform/tables/open-table.ts'

/** What the columns of a foreign register are called. */
const COLUMNS = {
  account: { title: '户号', synonyms: ['客户编号', '用户编号', 'customer_id', 'account_no'] },
  category: { title: '用电类别', synonyms: ['use_category', 'elec_type_code'] },
  status: { title: '状态', synonyms: ['用户状态', '客户状态'] },
  cut: { title: '停电标志', synonyms: ['poweroff', 'is_cut'] },
  temporary: TEMPORARY_COLUMN,
  connected: CONNECTED_ON_COLUMN,
  capacity: { title: '容量', synonyms: ['合同容量', '运行容量', 'capacity_kva', 'contract_cap'] },
  alone: { title: '独居', synonyms: ['独居标志', 'lives_alone', 'living_alone'] },
} as const satisfies Record<string, NamedColumn>
type Field = keyof typeof COLUMNS

const HEADER_AMONG = 30
/** The customers of a register in a file (.csv, .csv.gz, .xlsx), as rules ask about them. */
export async function* readRegister(path: string): AsyncGenerator<RegisterFacts> {
  const table = await openTable(path)
  try {
    let columns: Map<string, number> | undefined
    let seen = 0
    for await (const rows of table.rows()) {
      for (const { cells, rowNo } of rows) {
        if (columns) {
          const facts = factsOf(cells, columns, { path, rowNo })
          if (facts) yield facts
        } else {
          const found = guessColumns(cells.map(tidyCell), COLUMNS)
          if (found.has('account')) columns = found
          else if (++seen > HEADER_AMONG) throw noAccounts(path)
        }
      }
    }
    if (!columns) throw noAccounts(path)
  } finally {
    await table.close()
  }
}

function noAccounts(path: string) {
  const names = [COLUMNS.account.title, ...COLUMNS.account.synonyms].join(' / ')
  return problems.wrongField('--register', 'missing', `${path}: no column ${names}`)
}

function factsOf(
  cells: readonly string[],
  columns: ReadonlyMap<string, number>,
  place: { path: string; rowNo: number },
): RegisterFacts | undefined {
  const cell = (field: Field) => tidyCell(cells[columns.get(field) ?? -1] ?? '')
  const account = tidyCode(cell('account'))
  if (account === '') return undefined
  const status = codeOf(STATUS_WORDS, cell('status'))
  const connected = cell('connected')
  const connectedOn = parseMixedDate(connected)
  if (connected !== '' && !connectedOn) throw unreadable(place, 'connected', connected)
  const capacity = cell('capacity')
  const kva = capacity === '' ? null : Number(capacity)
  if (kva !== null && !(kva >= 0)) throw unreadable(place, 'capacity', capacity)
  return {
    account,
    useCategory: codeOf(CATEGORY_WORDS, cell('category')),
    isActive: status === null ? null : status !== 'closed',
    isCut: flagOf(cell('cut'), CUT_CODES),
    isTemporary: flagOf(cell('temporary'), TEMPORARY_CODES),
    connectedIn: connectedOn?.slice(0, 7) ?? null,
    capacityVa: kva === null ? null : Math.round(kva * 1000),
    livesAlone: flagOf(cell('alone'), YES_NO_CODES),
  }
}

function unreadable({ path, rowNo }: { path: string; rowNo: number }, field: Field, text: string) {
  const reason = `${path}:${rowNo}: ${COLUMNS[field].title}: “${text.slice(0, 40)}” cannot be read`
  return problems.wrongField('--register', 'invalid', reason)
}

const CATEGORY_WORDS = wordsOf(USE_CATEGORY_CODES)
const STATUS_WORDS = wordsOf(STATUS_CODES)

/** Every word and code that means one of the codes. */
function wordsOf(codes: Readonly<Record<string, readonly string[]>>): Map<string, string> {
  return new Map(
    Object.entries(codes).flatMap(([code, words]) =>
      [code, ...words].map((word) => [headingForm(word), code] as const),
    ),
  )
}

/** The code that a word or a code of the register means; null for one that means none. */
function codeOf(words: Map<string, string>, text: string): string | null {
  const known = words.get(text)
  if (known !== undefined) return known
  const code = words.get(headingForm(text))
  // The same spelling comes a million times.
  if (code !== undefined) words.set(text, code)
  return code ?? null
}

function flagOf(
  text: string,
  { yes, no }: Readonly<Record<'yes' | 'no', readonly string[]>>,
): boolean | null {
  const word = text.toLowerCase()
  if (word === 'yes' || yes.includes(word)) return true
  return word === 'no' || no.includes(word) ? false : null
}
