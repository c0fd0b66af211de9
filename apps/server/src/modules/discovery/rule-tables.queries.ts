import type { RegisterFacts } from '@nuandeng/domain'
import type { Duck } from '../../platform/duck.ts'

export async function rowsOf<T>(duck: Duck, query: string): Promise<T[]> {
  return (await duck.runAndReadAll(query)).getRowObjectsJson() as T[]
}

export async function hasTable(duck: Duck, name: string): Promise<boolean> {
  const rows = await rowsOf(
    duck,
    `select 1 as one from duckdb_tables() where table_name = '${name}'`,
  )
  return rows.length > 0
}

/** A register for the rules of this connection, gone with it. */
export async function createRegister(duck: Duck): Promise<void> {
  await duck.run(`
    create or replace temp table staged_register (account varchar not null, use_category varchar, is_active boolean,
      is_cut boolean, is_temporary boolean, connected_in varchar, capacity_va bigint, lives_alone boolean)`)
}

export async function appendRegister(
  duck: Duck,
  rows: AsyncIterable<RegisterFacts> | Iterable<RegisterFacts>,
): Promise<void> {
  const appender = await duck.createAppender('staged_register', 'main', 'temp')
  const orNull = <T>(value: T | null, append: (value: T) => void) =>
    value === null ? appender.appendNull() : append(value)
  for await (const row of rows) {
    appender.appendVarchar(row.account)
    orNull(row.useCategory, (value) => appender.appendVarchar(value))
    for (const flag of [row.isActive, row.isCut, row.isTemporary])
      orNull(flag, (value) => appender.appendBoolean(value))
    orNull(row.connectedIn, (value) => appender.appendVarchar(value))
    orNull(row.capacityVa, (value) => appender.appendBigInt(BigInt(value)))
    orNull(row.livesAlone, (value) => appender.appendBoolean(value))
    appender.endRow()
  }
  appender.closeSync()
}

/** Customers of the register by their ids in the state, and what rules ask as numbers: quicker to join and to compare. */
export async function nameRegister(duck: Duck): Promise<void> {
  await duck.run(`
    create or replace temp table register as
    select id, staged_register.* exclude (account), use_category::smallint as category,
      not is_active or is_cut or is_temporary as is_out, replace(connected_in, '-', '')::integer as connected
    from staged_register join meter using (account);
    drop table staged_register`)
}

/** What the register can be asked: whether there is one, and whether it has capacities and people who live alone. */
export async function askRegister(duck: Duck) {
  if (!(await hasTable(duck, 'register')))
    return { hasRegister: false, hasCapacity: false, hasAlone: false }
  const [row] = await rowsOf<{ capacity: boolean | null; alone: boolean | null }>(
    duck,
    'select bool_or(capacity_va > 0) as capacity, bool_or(lives_alone) as alone from register',
  )
  return { hasRegister: true, hasCapacity: row?.capacity === true, hasAlone: row?.alone === true }
}
