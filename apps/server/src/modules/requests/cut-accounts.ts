import type { Db } from '../../platform/db.ts'
import { listCutAccounts } from './arrears.queries.ts'

/** The accounts of a city that are cut off for arrears (欠费停电) and have no supply again yet. As the system. */
export async function cutAccounts(db: Db, cityCode: string): Promise<ReadonlySet<string>> {
  const rows = await db.asSystem(() => listCutAccounts(db, cityCode))
  return new Set(rows.map(({ accountNo }) => accountNo))
}
