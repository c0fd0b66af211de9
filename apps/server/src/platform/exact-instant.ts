import { type RawBuilder, sql } from 'kysely'

/** An instant as the database keeps it, to the microsecond: a Date would hide a change below a millisecond. */
export function exactInstant(date: Date): string {
  return date.toISOString().replace('Z', '000Z')
}

/** The same text from a column; `infinity`, which no Date can be, becomes a text of its own. */
export function exactInstantOf(column: RawBuilder<unknown>): RawBuilder<string> {
  return sql`case when isfinite(${column})
    then to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') else ${column}::text end`
}
