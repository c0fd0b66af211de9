import { listPeopleRoute, type ReplyOf } from '@nuandeng/contract'
import { ROLES } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Select, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { SearchField, UnitField } from '../../shell/FilterFields.tsx'
import { Pager } from '../../shell/Pager.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { oneOf } from '../../shell-route.tsx'
import type { PeopleSearch } from '../organisation/routes.tsx'
import { CreatePerson } from './CreatePerson.tsx'
import { AccountMarks } from './Marks.tsx'

type Person = ReplyOf<typeof listPeopleRoute>['items'][number]

/** People and roles (人员与角色): who works where, with which roles, and whether they can log in. */
export function PeopleScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/people').useSearch()
  const navigate = useNavigate()
  const refusalOf = useRefusal()
  const [isCreating, setCreating] = useState(false)
  const list = useQuery({
    queryKey: ['people', search],
    queryFn: () => call(listPeopleRoute, { ...search, limit: 50 }),
    placeholderData: keepPreviousData,
  })
  const go = (change: PeopleSearch) =>
    navigate({ to: '/people', search: { ...search, cursor: undefined, ...change } })
  return (
    <>
      <h1>{t('people.title')}</h1>
      <Filters search={search} onChange={go} />
      <Actions
        actions={[
          {
            label: t('people.create'),
            reason: refusalOf('person.create'),
            onClick: () => setCreating(true),
            isPrimary: true,
          },
        ]}
      />
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data && <List people={list.data.items} search={search} />}
      <Pager cursor={search.cursor} next={list.data?.next} onGo={(cursor) => go({ cursor })} />
      {isCreating && <CreatePerson unitId={search.unitId} onClose={() => setCreating(false)} />}
    </>
  )
}

function Filters({
  search,
  onChange,
}: {
  search: PeopleSearch
  onChange: (change: PeopleSearch) => void
}) {
  const { t } = useTranslation()
  return (
    <search className="card filters">
      <SearchField
        id="people-search"
        hint={t('people.searchHint')}
        value={search.search}
        onSearch={(search) => onChange({ search })}
      />
      <UnitField
        id="people-unit"
        value={search.unitId}
        onChange={(unitId) => onChange({ unitId })}
      />
      <div className="field">
        <label htmlFor="people-role">{t('people.role')}</label>
        <Select
          id="people-role"
          value={search.role ?? null}
          placeholder={t('people.anyRole')}
          allowClear
          options={ROLES.filter((role) => role !== 'display').map((value) => ({
            value,
            label: t(`role.${value}`),
          }))}
          onChange={(role) => onChange({ role: role ?? undefined })}
        />
      </div>
      <div className="field">
        <label htmlFor="people-state">{t('people.state')}</label>
        <Select
          id="people-state"
          value={search.state ?? 'active'}
          options={(['active', 'inactive', 'all'] as const).map((value) => ({
            value,
            label: t(`people.${value}`),
          }))}
          onChange={(state) => onChange({ state: oneOf(['inactive', 'all'], state) })}
        />
      </div>
    </search>
  )
}

function List({ people, search }: { people: readonly Person[]; search: PeopleSearch }) {
  const { t } = useTranslation()
  if (people.length === 0) return <p className="card soft">{t('people.none')}</p>
  return (
    <section className="card scroll" aria-label={t('people.title')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('people.name')}</th>
            <th scope="col" className="wide-only">
              {t('people.unit')}
            </th>
            <th scope="col">{t('people.roles')}</th>
            <th scope="col" className="wide-only">
              {t('people.phone')}
            </th>
            <th scope="col">{t('people.account')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.personId}>
              <th scope="row">
                <Link to="/people/$personId" params={{ personId: person.personId }} search={search}>
                  {person.name}
                </Link>
                <div className="soft small">
                  {person.loginName} · {person.staffNo}
                </div>
                <div className="soft small narrow-only">{person.unit.name}</div>
              </th>
              <td className="wide-only">{person.unit.name}</td>
              <td>
                <RolesInShort person={person} />
              </td>
              <td className="wide-only">{person.phone}</td>
              <td>
                <AccountMarks person={person} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function RolesInShort({ person }: { person: Person }) {
  const { t } = useTranslation()
  if (person.roles.length === 0) return <span className="soft">{t('people.noRole')}</span>
  return person.roles.map(({ assignmentId, role, unit }) => (
    <div key={assignmentId}>
      {t(`role.${role}`)}
      {unit.unitId !== person.unit.unitId && <span className="soft"> · {unit.name}</span>}
    </div>
  ))
}
