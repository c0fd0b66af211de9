import { getPersonRoute, type ReplyOf } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { AccountMarks } from './Marks.tsx'
import { PersonAccount } from './PersonAccount.tsx'
import { PersonProfile } from './PersonProfile.tsx'
import { PersonRoles } from './PersonRoles.tsx'
import { PersonSessions } from './PersonSessions.tsx'

export type Person = ReplyOf<typeof getPersonRoute>

/** One person (人员): what is known of them, their roles now and before, their log-in and sessions. */
export function PersonScreen() {
  const { t } = useTranslation()
  const route = getRouteApi('/shell/people/$personId')
  const { personId } = route.useParams()
  const search = route.useSearch()
  const person = useQuery({
    queryKey: ['person', personId],
    queryFn: () => call(getPersonRoute, { personId }),
  })
  return (
    <>
      <p>
        <Link to="/people" search={search}>
          ‹ {t('people.title')}
        </Link>
      </p>
      {person.error && <Failure error={person.error} />}
      {person.isPending && <Spin aria-label={t('app.loading')} />}
      {person.data && (
        <>
          <div className="row">
            <h1>{person.data.name}</h1>
            <AccountMarks person={person.data} />
          </div>
          <div className="two even">
            <PersonProfile person={person.data} />
            <PersonAccount person={person.data} />
          </div>
          <PersonRoles person={person.data} />
          <PersonSessions person={person.data} />
        </>
      )}
    </>
  )
}
