import type pg from 'pg'

/** A table of the installation as the catalog has it. */
export interface Table {
  table: string
  columns: string[]
  hasRowSecurity: boolean
  /** Row-level security holds the owner too. */
  isForced: boolean
  /** nuandeng_system may read every row. */
  isReadWhole: boolean
  /** Other tables that must be filled before. */
  after: string[]
}

const LIST = `
  select c.relname as table, c.relrowsecurity as "hasRowSecurity",
    c.relforcerowsecurity as "isForced",
    array(
      select a.attname::text from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      order by a.attnum) as columns,
    has_table_privilege('nuandeng_system', c.oid, 'select') and exists (
      select from pg_policy p
      where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r')
        and 'nuandeng_system'::regrole = any (p.polroles)
        and pg_get_expr(p.polqual, c.oid) = 'true') as "isReadWhole",
    array(
      select distinct f.relname::text from pg_constraint k join pg_class f on f.oid = k.confrelid
      where k.conrelid = c.oid and k.contype = 'f' and f.oid <> c.oid) as after
  from pg_class c
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
    and not c.relispartition
    and not exists (
      select from pg_depend d
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  order by c.relname`

/** Every table, each after those that it refers to. */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows: left } = await client.query<Table>(LIST)
  const sorted: Table[] = []
  const isDone = (name: string) => sorted.some(({ table }) => table === name)
  while (left.length > 0) {
    const next = left.findIndex(({ after }) => after.every(isDone))
    if (next < 0) throw new Error(`tables refer to one another: ${left.map(({ table }) => table)}`)
    sorted.push(...left.splice(next, 1))
  }
  return sorted
}

/** A table that stands in the database already, if any. */
export async function findAnyTable(client: pg.ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ relname: string }>(`
    select c.relname from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
      and not exists (
        select from pg_depend d
        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    order by c.relname limit 1`)
  return rows[0]?.relname
}

export async function listRanMigrations(client: pg.ClientBase) {
  const { rows } = await client.query<{ name: string; digest: string }>(
    'select name, digest from migration order by name',
  )
  return rows
}

export const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')
