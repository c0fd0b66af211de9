import type { Db } from '../../platform/db.ts'
import { problems } from '../../platform/problems.ts'
import type { RequestFilter } from './request-view.queries.ts'
import { listFoundIds, type SearchPage, wordsQuery } from './search.queries.ts'

const NUMBER = /^\d{6}-\d{4}-[0-9A-F]{6}$/
/** An account number may have letters; without a digit it is a word. */
const ACCOUNT = /^(?=.*\d)[0-9A-Za-z-]{1,30}$/

/** What a typed search means (查找): a number, an account, or words of content and address. */
export async function findBySearch(
  db: Db,
  search: string | undefined,
  page: SearchPage,
): Promise<RequestFilter> {
  const typed = search?.trim()
  if (!typed) return {}
  if (NUMBER.test(typed.toUpperCase())) return { number: typed.toUpperCase() }
  if (ACCOUNT.test(typed)) return { accountNo: typed }
  const words = wordsQuery(typed)
  if (!words)
    throw problems.wrongField('search', 'too-short', 'two characters beside one another at least')
  const found = await listFoundIds(db, words, page)
  return { requestIds: found.map(({ requestId }) => requestId) }
}
