import type { TimelineGroup } from '@nuandeng/domain'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** Something that happened to a customer. */
export interface TimelineRow {
  at: Date
  source: string
  kind: string
  id: string
  who: string | null
  text: string | null
  details: unknown
}

export interface TimelineCursor {
  at: string
  id: string
}

/** Whose timeline: the customer with those that were merged into it. */
export interface TimelineSubject {
  cityCode: string
  customerIds: readonly string[]
  accountNos: readonly string[]
}

interface Source {
  /** What it brings, as a reader chooses it. */
  groups: readonly TimelineGroup[]
  of: (subject: TimelineSubject, group: TimelineGroup | undefined) => RawBuilder<unknown>
}

/**
 * Where a timeline comes from (大事记): one select for each source, of the columns at, source, kind, id, who,
 * text, details. A module that comes later adds its table here, read only; row-level security of that table
 * decides what the reader sees of it.
 */
const SOURCES: readonly Source[] = [
  {
    groups: ['event'],
    of: ({ cityCode, customerIds }) => sql`
      select recorded_at as at, 'event' as source, kind, event_id as id, actor_name as who, null as text, details
      from event where city_code = ${cityCode} and subject_id = any(${customerIds}::text[])`,
  },
  {
    groups: ['visit', 'transaction', 'opinion'],
    of: ({ cityCode, accountNos }, group) => sql`
      select r.occurred_at, 'field-record', r.kind, r.record_id, u.name, r.text,
        jsonb_build_object('campaignId', r.campaign_id, 'walkInType', r.walk_in_type, 'remark', r.remark,
          'corrected', exists (select from field_record c
            where c.city_code = r.city_code and c.corrects_id = r.record_id))
      from field_record r join unit u using (unit_id)
      where r.city_code = ${cityCode} and r.subject = any(${accountNos}::text[])
        and r.kind in ('visit', 'transaction', 'opinion')${group ? sql` and r.kind = ${group}` : sql``}`,
  },
  {
    groups: ['opinion'],
    of: ({ cityCode, accountNos }) => sql`
      select coalesce(o.said_at, o.received_at), 'opinion', 'listed', o.opinion_id, o.source, o.text,
        jsonb_build_object('topic', o.topic, 'category', o.category, 'number', o.number)
      from opinion o where o.city_code = ${cityCode} and o.account_no = any(${accountNos}::text[])`,
  },
  {
    groups: ['need'],
    of: ({ cityCode, customerIds }) => sql`
      select n.filed_at, 'need', 'filed', n.need_id, n.filed_by_name, n.text,
        jsonb_build_object('topic', n.topic, 'state', n.state, 'result', n.result)
      from need n where n.city_code = ${cityCode} and n.customer_id = any(${customerIds}::uuid[])`,
  },
  {
    groups: ['need'],
    of: ({ cityCode, customerIds }) => sql`
      select s.at, 'need', 'moved', s.step_id, s.by_name, s.done,
        jsonb_build_object('needId', s.need_id, 'nextStep', s.next_step, 'nextStepOn', s.next_step_on)
      from need_step s where s.city_code = ${cityCode} and s.customer_id = any(${customerIds}::uuid[])`,
  },
  {
    groups: ['hazard'],
    of: ({ cityCode, customerIds }) => sql`
      select h.recorded_at, 'hazard', h.severity, h.hazard_id, h.found_by_name, h.text,
        jsonb_build_object('deadlineOn', h.deadline_on, 'removedOn', h.removed_on)
      from hazard h where h.city_code = ${cityCode} and h.customer_id = any(${customerIds}::uuid[])`,
  },
  {
    groups: ['request'],
    // Who reports in confidence is not to be found by way of their own file.
    of: ({ cityCode, accountNos }) => sql`
      select q.accepted_at, 'request', q.kind, q.request_id, q.accepted_by_name, q.number,
        jsonb_build_object('subkind', q.subkind, 'state', q.state, 'satisfaction', q.satisfaction)
      from service_request q where q.city_code = ${cityCode} and q.account_no = any(${accountNos}::text[])
        and q.kind <> 'whistle-blow' and not q.is_anonymous and not q.is_confidential`,
  },
]

/** The newest entries of all sources, or of those of a group. */
export function listTimeline(
  db: Db,
  subject: TimelineSubject,
  page: { group: TimelineGroup | undefined; after: TimelineCursor | undefined; limit: number },
) {
  const { group, after, limit } = page
  const beyond = after ? sql`where (t.at, t.id) < (${after.at}, ${after.id})` : sql``
  const pages = SOURCES.filter(({ groups }) => !group || groups.includes(group)).map(
    ({
      of,
    }) => sql`(select * from (${of(subject, group)}) as t(at, source, kind, id, who, text, details) ${beyond}
      order by t.at desc, t.id desc limit ${limit})`,
  )
  return db.rows<TimelineRow>(sql`
    select * from (${sql.join(pages, sql` union all `)}) as t order by t.at desc, t.id desc limit ${limit}`)
}

/** A customer and those merged into it, one after another. */
export function listMergedFiles(
  db: Db,
  { customerId, cityCode }: { customerId: string; cityCode: string },
) {
  return db.rows<{ customerId: string; accountNo: string }>(sql`
    with recursive file as (
      select customer_id, account_no from customer
      where city_code = ${cityCode} and customer_id = ${customerId}
      union
      select c.customer_id, c.account_no from customer c join file f on c.merged_into_id = f.customer_id
      where c.city_code = ${cityCode})
    select customer_id, account_no from file`)
}
