import type { Duck } from '../../platform/duck.ts'

/** Which of these accounts were read in a month of the state, by its column. */
export async function readAccounts(
  duck: Duck,
  column: string,
  accounts: readonly string[],
): Promise<ReadonlySet<string>> {
  const result = await duck.runAndReadAll(
    `select m.account from meter m join usage u using (id)
     where ${column} >= 0 and m.account in (select unnest(from_json($1, '["VARCHAR"]')))`,
    [JSON.stringify(accounts)],
  )
  return new Set(result.getRowObjects().map(({ account }) => String(account)))
}
