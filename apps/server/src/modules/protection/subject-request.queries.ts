import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { CustomerPlace } from './care.queries.ts'

export type RequestState = 'open' | 'done' | 'refused'

export interface RequestRow {
  cityCode: string
  requestId: string
  customerId: string
  state: RequestState
  sealed: string
  filedAt: Date
  dueOn: PlainDate
  decidedAt: Date | null
  expiresOn: PlainDate | null
}

/** Adds a request; 0 where its id is taken. */
export function insertRequest(db: Db, row: RequestRow) {
  return db.run(sql`
    insert into subject_request (city_code, request_id, customer_id, state, sealed, filed_at, due_on, decided_at,
      expires_on)
    values (${row.cityCode}, ${row.requestId}, ${row.customerId}, ${row.state}, ${row.sealed}, ${row.filedAt},
      ${row.dueOn}, ${row.decidedAt}, ${row.expiresOn})
    on conflict do nothing`)
}

const VIEW = sql`r.city_code, r.request_id, r.customer_id, r.state, r.sealed, r.filed_at, r.due_on, r.decided_at,
  r.expires_on, c.unit_id, c.unit_path::text as path, c.account_no, c.name`

export function findRequestForUpdate(db: Db, requestId: string) {
  return db.maybe<RequestRow & CustomerPlace>(sql`
    select ${VIEW} from subject_request r join customer c using (customer_id, city_code)
    where r.request_id = ${requestId} for update of r`)
}

export async function setDecided(
  db: Db,
  row: Pick<RequestRow, 'cityCode' | 'requestId' | 'state' | 'sealed' | 'decidedAt' | 'expiresOn'>,
) {
  await db.run(sql`
    update subject_request set state = ${row.state}, sealed = ${row.sealed}, decided_at = ${row.decidedAt},
      expires_on = ${row.expiresOn}
    where request_id = ${row.requestId} and city_code = ${row.cityCode}`)
}

/** Requests by due date, the earliest first. */
export function listRequests(
  db: Db,
  filter: { customerId?: string | undefined; state?: RequestState | undefined },
  page: { after: { dueOn: string; requestId: string } | undefined; limit: number },
) {
  const wanted = [sql`true`]
  if (filter.customerId) wanted.push(sql`r.customer_id = ${filter.customerId}`)
  if (filter.state) wanted.push(sql`r.state = ${filter.state}`)
  if (page.after) {
    wanted.push(
      sql`(r.due_on, r.request_id) > (${page.after.dueOn}::date, ${page.after.requestId}::uuid)`,
    )
  }
  return db.rows<RequestRow & CustomerPlace>(sql`
    select ${VIEW} from subject_request r join customer c using (customer_id, city_code)
    where ${sql.join(wanted, sql` and `)}
    order by r.due_on, r.request_id limit ${page.limit}`)
}
