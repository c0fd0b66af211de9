import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { NewFlag } from './care.queries.ts'

/** An account as a list may mean it. */
export interface Account {
  customerId: string
  cityCode: string
  unitId: string
  path: string
  accountNo: string
  name: string
  customerClass: string | null
  status: string
}

const ACCOUNT = sql`k.customer_id, k.city_code, k.unit_id, k.unit_path::text as path, c.account_no, c.name,
  k.class as customer_class, k.status`
/** A file that was merged stands for the one it was merged into. */
const KEPT = sql`customer c join customer k
  on k.customer_id = coalesce(c.merged_into_id, c.customer_id) and k.city_code = c.city_code`

/** Accounts in reach by number. */
export function listByAccount(db: Db, accountNos: readonly string[]) {
  return db.rows<Account>(
    sql`select ${ACCOUNT} from ${KEPT} where c.account_no = any (${accountNos}::text[])`,
  )
}

/** How names and addresses are compared: width, case and blanks do not matter. */
const SAME = (column: string) => sql`replace(search_form(${sql.ref(column)}), ' ', '')`

/** Accounts in reach at these addresses, whoever holds them. */
export function listByAddress(db: Db, addresses: readonly string[]) {
  return db.rows<Account & { address: string }>(sql`
    select ${ACCOUNT}, ${SAME('c.address')} as address from ${KEPT}
    where c.address is not null and ${SAME('c.address')} = any (${addresses}::text[])`)
}

export interface StoredEntitlement {
  identity: string
  flagId: string
  sealed: string
}

/** Flags under these identities, which are in hexadecimal. */
export function listByIdentity(db: Db, identities: readonly string[]) {
  return db.rows<StoredEntitlement>(sql`
    select encode(identity, 'hex') as identity, flag_id, sealed from care_flag
    where identity in (select decode(i, 'hex') from unnest(${identities}::text[]) as i)`)
}

/** Writes flags of a list, new ones and over those that changed. */
export async function writeEntitlements(db: Db, flags: readonly NewFlag[], at: Date) {
  const rows = flags.map(({ identity, kindIndex, holderIndex, listIndex, ...flag }) => ({
    ...flag,
    ...{ identity: identity.toString('hex'), kindIndex: kindIndex.toString('hex') },
    ...{ holderIndex: holderIndex.toString('hex'), listIndex: listIndex.toString('hex') },
  }))
  await db.run(sql`
    insert into care_flag (city_code, flag_id, customer_id, sealed, identity, kind_index, holder_index, list_index,
      expires_on, changed_at)
    select "cityCode", "flagId", "customerId", sealed, decode(identity, 'hex'), decode("kindIndex", 'hex'),
      decode("holderIndex", 'hex'), decode("listIndex", 'hex'), "expiresOn", ${at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n("cityCode" text, "flagId" uuid, "customerId" uuid,
      sealed text, identity text, "kindIndex" text, "holderIndex" text, "listIndex" text, "expiresOn" date)
    on conflict (flag_id, city_code) do update set sealed = excluded.sealed, kind_index = excluded.kind_index,
      holder_index = excluded.holder_index, expires_on = excluded.expires_on, changed_at = excluded.changed_at`)
}

export interface ListedFlag {
  flagId: string
  cityCode: string
  customerId: string
  path: string
  sealed: string
}

/** A page of the flags that lists of a source brought to a unit and below. */
export function listOfSource(
  db: Db,
  wanted: { listIndex: Buffer; unitPath: string; after: string | undefined; limit: number },
) {
  return db.rows<ListedFlag>(sql`
    select f.flag_id, f.city_code, f.customer_id, c.unit_path::text as path, f.sealed
    from care_flag f join customer c using (customer_id, city_code)
    where f.list_index = ${wanted.listIndex} and c.unit_path <@ ${wanted.unitPath}::ltree
      and (${wanted.after ?? null}::uuid is null or f.flag_id > ${wanted.after ?? null}::uuid)
    order by f.flag_id limit ${wanted.limit}`)
}

export async function deleteFlags(db: Db, flags: readonly { flagId: string; cityCode: string }[]) {
  await db.run(sql`
    delete from care_flag where (flag_id, city_code) in (
      select * from unnest(${flags.map(({ flagId }) => flagId)}::uuid[], ${flags.map(({ cityCode }) => cityCode)}::text[]))`)
}

export interface StandingList {
  source: string
  month: string
  importedAt: Date
}

/** The lists that stand at a unit. */
export function listStanding(db: Db, unitId: string) {
  return db.rows<StandingList>(
    sql`select source, month, imported_at from entitlement_list where unit_id = ${unitId} order by source`,
  )
}

export async function setStanding(
  db: Db,
  list: { cityCode: string; unitId: string; path: string; source: string; month: string },
  at: Date,
) {
  await db.run(sql`
    insert into entitlement_list (city_code, unit_id, unit_path, source, month, imported_at)
    values (${list.cityCode}, ${list.unitId}, ${list.path}::ltree, ${list.source}, ${list.month}, ${at})
    on conflict (unit_id, source, city_code) do update set month = excluded.month, imported_at = excluded.imported_at
    where entitlement_list.month <> excluded.month`)
}
