import type { PlainDate, Role } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { UnitRow } from './unit.queries.ts'

type UnitOfPerson = Pick<UnitRow, 'unitId' | 'kind' | 'name' | 'path'>

/** A person as the screens show them, with the roles that the reader's units give. */
export interface PersonView {
  personId: string
  loginName: string
  name: string
  staffNo: string
  sealedPhone: string | null
  unit: UnitOfPerson
  unitPath: string
  isActive: boolean
  isLocked: boolean
  hasTotp: boolean
  roles: {
    assignmentId: string
    role: Role
    unit: UnitOfPerson
    validFrom: PlainDate
    validTo: PlainDate | null
  }[]
}

interface AsOf {
  now: Date
  today: PlainDate
  /** Roles of the past too, not only those held today and later. */
  isWithPast?: boolean
}

const unitJson = (alias: string) => sql`jsonb_build_object('unitId', ${sql.ref(alias)}.unit_id,
  'kind', ${sql.ref(alias)}.kind, 'name', ${sql.ref(alias)}.name, 'path', ${sql.ref(alias)}.path::text)`

function view({ now, today, isWithPast = false }: AsOf) {
  return sql`
    select p.person_id, p.login_name, p.name, p.staff_no, p.sealed_phone, p.unit_path::text as unit_path, p.is_active,
           coalesce(c.locked_until > ${now}, false) as is_locked,
           c.totp_confirmed_at is not null as has_totp,
           ${unitJson('u')} as unit,
           coalesce((
             select jsonb_agg(jsonb_build_object('assignmentId', a.assignment_id, 'role', a.role,
                      'unit', ${unitJson('au')}, 'validFrom', a.valid_from, 'validTo', a.valid_to)
                    order by a.valid_from desc, a.assignment_id)
             from assignment a join unit au on au.unit_id = a.unit_id
             where a.person_id = p.person_id
               and (${isWithPast} or a.valid_to is null or a.valid_to > ${today})), '[]') as roles
    from person p join unit u on u.unit_id = p.unit_id left join credential c on c.person_id = p.person_id
    where p.kind = 'staff'`
}

export interface PeopleFilter {
  /** Path of a unit: those who belong to it or stand below it. */
  unitPath: string | undefined
  search?: string | undefined
  role?: Role | undefined
  state: 'active' | 'inactive' | 'all'
  cursor?: string | undefined
  limit: number
}

/** People by log-in name, one more than the limit. */
export function listPeople(db: Db, filter: PeopleFilter, asOf: AsOf) {
  const { unitPath = null, search = null, role = null, state } = filter
  return db.rows<PersonView>(sql`${view(asOf)}
      and (${unitPath}::text is null or p.unit_path <@ ${unitPath}::text::ltree)
      and (${state} = 'all' or p.is_active = (${state} = 'active'))
      and (${search}::text is null or strpos(p.name, ${search}) > 0
           or starts_with(p.login_name, lower(${search})) or starts_with(p.staff_no, ${search}))
      and (${role}::text is null or exists (
            select from assignment a where a.person_id = p.person_id and a.role = ${role}
              and a.valid_from <= ${asOf.today} and (a.valid_to is null or a.valid_to > ${asOf.today})))
      and p.login_name > ${filter.cursor ?? ''}
    order by p.login_name limit ${filter.limit + 1}`)
}

export function findPersonView(db: Db, personId: string, asOf: AsOf) {
  return db.maybe<PersonView>(
    sql`${view({ ...asOf, isWithPast: true })} and p.person_id = ${personId}`,
  )
}
