import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { CustomerKey } from './customer.queries.ts'

/** A telephone of more customers than this is an agent's or a landlord's, and tells nothing. */
const MOST_PER_PHONE = 10
/** A name that a station has more often than this tells nothing by itself. */
const MOST_PER_NAME = 50

/** Two files that share a key. */
export interface SharedKey {
  cityCode: string
  customerId: string
  otherId: string
  name: string
  otherName: string
  address: string | null
  otherAddress: string | null
  unitPath: string
  otherPath: string
  isAccount: boolean
  isPhone: boolean
}

/**
 * Pairs of a city below a path that share an account number but for noughts in front, a telephone, or name and
 * unit: found by grouping keys, never by comparing all with all.
 */
export function listSharedKeys(db: Db, { path, cityCode }: { path: string; cityCode: string }) {
  const groups = (key: RawBuilder<unknown>, most: number) => sql`
    select unnest(ids) as id, n from (
      select array_agg(customer_id) as ids, row_number() over () as n from mine where ${key} is not null
      group by ${key} having count(*) between 2 and ${most}) as g`
  const pairsOf = (kind: string, key: RawBuilder<unknown>, most: number) => sql`
    select ${kind} as kind, a.id as one, b.id as other
    from (${groups(key, most)}) as a join (${groups(key, most)}) as b on a.n = b.n and a.id < b.id`
  return db.rows<SharedKey>(sql`
    with mine as materialized (
      select customer_id, unit_path, name, phone_hash, nullif(ltrim(account_no, '0'), '') as number
      from customer where city_code = ${cityCode} and merged_into_id is null
        and unit_path >= ${path}::ltree and unit_path < ${`${path}0`}::ltree),
    pair as (
      select one, other, bool_or(kind = 'account') as is_account, bool_or(kind = 'phone') as is_phone
      from (${pairsOf('account', sql`number`, MOST_PER_PHONE)}
        union all ${pairsOf('phone', sql`phone_hash`, MOST_PER_PHONE)}
        union all ${pairsOf('name', sql`unit_path::text || name`, MOST_PER_NAME)}) as p
      group by one, other)
    select ${cityCode} as city_code, a.customer_id, b.customer_id as other_id, a.name, b.name as other_name, a.address,
      b.address as other_address, a.unit_path::text as unit_path, b.unit_path::text as other_path, is_account, is_phone
    from pair
    join customer a on a.customer_id = pair.one and a.city_code = ${cityCode}
    join customer b on b.customer_id = pair.other and b.city_code = ${cityCode}`)
}

export type PairReason = 'account' | 'phone' | 'name-address'

export interface FoundPair {
  cityCode: string
  customerId: string
  otherId: string
  unitPath: string
  reasons: PairReason[]
  score: number
}

/** Writes pairs that were found; what a person decided stands. Returns how many are new. */
export async function writePairs(db: Db, pairs: readonly FoundPair[], at: Date): Promise<number> {
  const rows = await db.rows<{ isNew: boolean }>(sql`
    insert into duplicate_pair (city_code, customer_id, other_id, unit_path, reasons, score, state, found_at)
    select "cityCode", "customerId", "otherId", "unitPath"::ltree,
      array(select jsonb_array_elements_text(reasons)), score, 'open', ${at}
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as n("cityCode" text, "customerId" uuid,
      "otherId" uuid, "unitPath" text, reasons jsonb, score smallint)
    on conflict (customer_id, other_id, city_code) do update set reasons = excluded.reasons, score = excluded.score,
      unit_path = excluded.unit_path, found_at = excluded.found_at where duplicate_pair.state = 'open'
    returning xmax = 0 as is_new`)
  return rows.filter(({ isNew }) => isNew).length
}

/** Takes away open pairs of a city below a path that a search before this one found, and this one did not. */
export async function deleteLostPairs(
  db: Db,
  of: { path: string; cityCode: string; before: Date },
) {
  await db.run(sql`
    delete from duplicate_pair where city_code = ${of.cityCode} and state = 'open' and found_at < ${of.before}
      and unit_path <@ ${of.path}::ltree`)
}

export interface PairRow {
  cityCode: string
  customerId: string
  otherId: string
  reasons: PairReason[]
  score: number
  state: 'open' | 'merged' | 'distinct'
  keptId: string | null
  decidedAt: Date | null
}

const PAIR = sql.raw('city_code, customer_id, other_id, reasons, score, state, kept_id, decided_at')

export function listPairs(
  db: Db,
  filter: { state: string; path: string | undefined },
  page: { after: Pick<PairRow, 'score' | 'customerId' | 'otherId'> | undefined; limit: number },
) {
  const wanted = [sql`state = ${filter.state}`]
  if (filter.path) wanted.push(sql`unit_path <@ ${filter.path}::ltree`)
  if (page.after) {
    const { score, customerId, otherId } = page.after
    wanted.push(
      sql`(-score, customer_id, other_id) > (${-score}, ${customerId}::uuid, ${otherId}::uuid)`,
    )
  }
  return db.rows<PairRow>(sql`
    select ${PAIR} from duplicate_pair where ${sql.join(wanted, sql` and `)}
    order by -score, customer_id, other_id limit ${page.limit}`)
}

export function findPairForUpdate(db: Db, pair: { customerId: string; otherId: string }) {
  return db.maybe<PairRow>(sql`
    select ${PAIR} from duplicate_pair
    where customer_id = ${pair.customerId} and other_id = ${pair.otherId} for update`)
}

export async function setPairState(
  db: Db,
  pair: PairRow,
  decision: { state: PairRow['state']; keptId: string | null; by: string; at: Date },
) {
  const [by, at] = decision.state === 'open' ? [null, null] : [decision.by, decision.at]
  await db.run(sql`
    update duplicate_pair set state = ${decision.state}, kept_id = ${decision.keptId}, decided_by = ${by},
      decided_at = ${at}
    where customer_id = ${pair.customerId} and other_id = ${pair.otherId} and city_code = ${pair.cityCode}`)
}

/** Hides a file behind the one that it was merged into, or shows it again. */
export async function setMergedInto(
  db: Db,
  { customerId, cityCode }: CustomerKey,
  to: { mergedIntoId: string | null; at: Date },
) {
  await db.run(sql`
    update customer set merged_into_id = ${to.mergedIntoId}, version = version + 1, changed_at = ${to.at}
    where customer_id = ${customerId} and city_code = ${cityCode}`)
}

/** Codes of the cities below a path that have customers to compare. */
export function listCitiesBelow(db: Db, path: string) {
  return db.rows<{ cityCode: string }>(
    sql`select distinct city_code from unit where path <@ ${path}::ltree order by city_code`,
  )
}
