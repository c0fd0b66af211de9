import { endRoleRoute } from '@nuandeng/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { Actions } from '../../shell/Actions.tsx'
import { formatDay, todayInChina } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import { usePersonChanged } from './change-person.ts'
import { GrantRole } from './GrantRole.tsx'
import { ReasonField } from './PersonAccount.tsx'
import type { Person } from './PersonScreen.tsx'

type Assignment = Person['roles'][number]

/** The roles of a person with their dates: held now, to come, and ended. */
export function PersonRoles({ person }: { person: Person }) {
  const { t } = useTranslation()
  const me = useMe()
  const refusalOf = useRefusal()
  const [isGranting, setGranting] = useState(false)
  const [ending, setEnding] = useState<Assignment>()
  const own = person.personId === me.personId ? t('problem.own-account') : undefined
  return (
    <section className="card">
      <h2>{t('people.roles')}</h2>
      <p className="soft">{t('person.separated')}</p>
      {person.roles.length === 0 ? (
        <p>{t('people.noRole')}</p>
      ) : (
        <RoleTable
          roles={person.roles}
          mayEnd={({ unit }) => !own && !refusalOf('role.end', unit.path)}
          onEnd={setEnding}
        />
      )}
      <Actions
        actions={[
          {
            label: t('person.grant'),
            reason:
              refusalOf('role.grant', person.unit.path) ??
              own ??
              (person.isActive ? undefined : t('person.isClosed')),
            onClick: () => setGranting(true),
            isPrimary: true,
          },
        ]}
      />
      {isGranting && <GrantRole person={person} onClose={() => setGranting(false)} />}
      {ending && (
        <EndRole person={person} assignment={ending} onClose={() => setEnding(undefined)} />
      )}
    </section>
  )
}

function RoleTable({
  roles,
  mayEnd,
  onEnd,
}: {
  roles: readonly Assignment[]
  mayEnd: (assignment: Assignment) => boolean
  onEnd: (assignment: Assignment) => void
}) {
  const { t } = useTranslation()
  return (
    <div className="scroll">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('people.role')}</th>
            <th scope="col">{t('person.reach')}</th>
            <th scope="col">{t('person.period')}</th>
            <th scope="col">{t('people.state')}</th>
            <th scope="col">{t('app.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {roles.map((assignment) => {
            const state = stateOf(assignment)
            const { role, unit, validFrom, validTo } = assignment
            return (
              <tr key={assignment.assignmentId} className={state === 'ended' ? 'soft' : ''}>
                <th scope="row">{t(`role.${role}`)}</th>
                <td>{unit.name}</td>
                <td>
                  {formatDay(validFrom)} – {validTo ? formatDay(validTo) : t('person.noEnd')}
                </td>
                <td>
                  <span className={`mark ${state === 'held' ? 'good' : 'soft'}`}>
                    {t(`person.${state}`)}
                  </span>
                </td>
                <td>
                  {state !== 'ended' && mayEnd(assignment) && (
                    <Button
                      size="small"
                      onClick={() => onEnd(assignment)}
                      aria-label={`${t('person.endRole')} ${t(`role.${role}`)} ${unit.name}`}
                    >
                      {t('person.endRole')}
                    </Button>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function stateOf({ validFrom, validTo }: Assignment): 'held' | 'coming' | 'ended' {
  const today = todayInChina()
  if (validTo && validTo <= today) return 'ended'
  return validFrom > today ? 'coming' : 'held'
}

function EndRole({
  person,
  assignment,
  onClose,
}: {
  person: Person
  assignment: Assignment
  onClose: () => void
}) {
  const { t } = useTranslation()
  const changed = usePersonChanged()
  const { personId, name } = person
  const { assignmentId, role, unit } = assignment
  return (
    <FormModal
      title={t('person.endTitle', { name, role: t(`role.${role}`), unit: unit.name })}
      submit={t('person.endRole')}
      isDanger
      onCancel={onClose}
      send={({ reason }: { reason: string }, commandId) =>
        call(endRoleRoute, { personId, assignmentId, reason }, commandId)
      }
      onDone={() => {
        changed('person.roleEnded')
        onClose()
      }}
    >
      <p>{t('person.endNote')}</p>
      <ReasonField />
    </FormModal>
  )
}
