import type { ArrearsState, DeliveryProof, PlainDate, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** A procedure against an account in arrears (欠费停电流程) as stored. */
export interface ArrearsRow {
  cityCode: string
  caseId: string
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
  accountNo: string
  amountFen: number
  paidFen: number
  overdueSince: PlainDate
  isImportant: boolean
  /** Given by somebody; what the file says stands beside. */
  guards: string[]
  isGuardedByFile: boolean
  state: ArrearsState
  openedAt: Date
  edition: string | null
  urgedAt: Date[]
  approvedAt: Date | null
  approvedByName: string | null
  notifiedAt: Date | null
  noticeProof: { kind: DeliveryProof; reference: string } | null
  remindedAt: Date | null
  stoppedAt: Date | null
  settledAt: Date | null
  reconnectionId: string | null
}

const CASE = sql`c.city_code, c.case_id, c.unit_id, u.kind as unit_kind, u.name as unit_name,
  c.unit_path::text as unit_path, c.account_no, c.amount_fen, c.paid_fen, c.overdue_since, c.is_important, c.guards, c.is_guarded_by_file,
  c.state, c.opened_at, c.edition, c.urged_at, c.approved_at, c.approved_by_name, c.notified_at, c.notice_proof,
  c.reminded_at, c.stopped_at, c.settled_at, c.reconnection_id`

export function findCaseForUpdate(db: Db, caseId: string) {
  return db.maybe<ArrearsRow>(sql`
    select ${CASE} from arrears_case c join unit u using (unit_id) where c.case_id = ${caseId} for update of c`)
}

/** Whether the id is used, or the account has a procedure that runs, at whatever unit. */
export async function findRunning(db: Db, caseId: string, accountNo: string) {
  return db.asSystem(() =>
    db.maybe<{ caseId: string }>(sql`
      select case_id from arrears_case where case_id = ${caseId}
        or (account_no = ${accountNo} and state not in ('settled', 'aborted')) limit 1`),
  )
}

/** Procedures newest first, one more than the limit. */
export function listCases(
  db: Db,
  state: ArrearsState | undefined,
  page: { after: { at: string; id: string } | undefined; limit: number },
) {
  const after = page.after
    ? sql`and (c.opened_at, c.case_id) < (${page.after.at}::timestamptz, ${page.after.id}::uuid)`
    : sql``
  return db.rows<ArrearsRow>(sql`
    select ${CASE} from arrears_case c join unit u using (unit_id)
    where (${state ?? null}::text is null or c.state = ${state ?? null}) ${after}
    order by c.opened_at desc, c.case_id desc limit ${page.limit + 1}`)
}

/**
 * Accounts of a city without supply because of arrears: stopped, and no step of the request that followed says that it was
 * restored. Of a file that was merged the account of the one that was kept.
 */
export function listCutAccounts(db: Db, cityCode: string) {
  return db.rows<{ accountNo: string }>(sql`
    select coalesce(k.account_no, a.account_no) as account_no
    from arrears_case a left join customer c on c.city_code = a.city_code and c.account_no = a.account_no
    left join customer k on k.city_code = c.city_code and k.customer_id = c.merged_into_id
    where a.city_code = ${cityCode} and a.stopped_at is not null
      and not exists (select from request_step s where s.city_code = a.city_code and s.request_id = a.reconnection_id
        and s.step = 'supply.restored' and s.outcome = 'done' and s.replaced_by_id is null)`)
}

export type NewCase = Pick<
  ArrearsRow,
  | 'cityCode'
  | 'caseId'
  | 'unitId'
  | 'unitPath'
  | 'accountNo'
  | 'amountFen'
  | 'overdueSince'
  | 'isImportant'
  | 'guards'
  | 'isGuardedByFile'
  | 'openedAt'
  | 'edition'
>

export async function insertCase(db: Db, c: NewCase, by: string) {
  await db.run(sql`
    insert into arrears_case (city_code, case_id, unit_id, unit_path, account_no, amount_fen, overdue_since, is_important,
      guards, is_guarded_by_file, state, opened_at, opened_by_name, edition)
    values (${c.cityCode}, ${c.caseId}, ${c.unitId}, ${c.unitPath}::ltree, ${c.accountNo}, ${c.amountFen},
      ${c.overdueSince}, ${c.isImportant}, ${c.guards}::text[], ${c.isGuardedByFile}, 'open', ${c.openedAt}, ${by}, ${c.edition})`)
}

export async function setCase(db: Db, c: ArrearsRow) {
  await db.run(sql`
    update arrears_case set paid_fen = ${c.paidFen}, is_guarded_by_file = ${c.isGuardedByFile}, state = ${c.state}, urged_at = ${c.urgedAt}::timestamptz[],
      approved_at = ${c.approvedAt}, approved_by_name = ${c.approvedByName}, notified_at = ${c.notifiedAt},
      notice_proof = ${c.noticeProof && JSON.stringify(c.noticeProof)}::jsonb, reminded_at = ${c.remindedAt},
      stopped_at = ${c.stoppedAt}, settled_at = ${c.settledAt}, reconnection_id = ${c.reconnectionId}
    where city_code = ${c.cityCode} and case_id = ${c.caseId}`)
}
