import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatDay, formatNumber } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import '../customers/customers.css'
import type { LiaisonTask } from './LiaisonForms.tsx'
import type { Board } from './LiaisonScreen.tsx'

type Officer = Board['officers'][number]

/** The officers of a unit: how many customers each has, and who stands in for whom. */
export function OfficersTable({
  board: { officers },
  mayWrite,
  onTask,
}: {
  board: Board
  mayWrite: boolean
  onTask: (task: LiaisonTask) => void
}) {
  const { t } = useTranslation()
  if (officers.length === 0) return <p className="card soft">{t('liaison.noOfficers')}</p>
  const most = Math.max(1, ...officers.map(({ customers }) => customers))
  return (
    <Scroll label={t('liaison.officers')} className="card">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('people.name')}</th>
            <th scope="col">{t('liaison.customers')}</th>
            <th scope="col">{t('liaison.today')}</th>
            <th scope="col">{t('liaison.workPhone')}</th>
            {mayWrite && <th scope="col">{t('app.actions')}</th>}
          </tr>
        </thead>
        <tbody>
          {officers.map((officer) => (
            <tr key={officer.person.personId}>
              <th scope="row">
                {officer.person.name}
                <div className="soft small">{officer.unit.name}</div>
              </th>
              <td className="whole">
                <span className="load" aria-hidden="true">
                  <span style={{ width: `${(100 * officer.customers) / most}%` }} />
                </span>
                {formatNumber(officer.customers)}
              </td>
              <td className="words">
                <Today officer={officer} />
              </td>
              <td className="whole">{officer.workPhone ?? '—'}</td>
              {mayWrite && (
                <td>
                  <OfficerTasks officer={officer} onTask={onTask} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function Today({ officer: { isIn, away } }: { officer: Officer }) {
  const { t } = useTranslation()
  if (!isIn) return <span className="mark bad">{t('liaison.left')}</span>
  if (!away) return <span className="mark good">{t('liaison.isHere')}</span>
  return (
    <>
      <span className="mark soft">{t('liaison.away', { day: formatDay(away.toOn) })}</span>
      <div className={away.substitute ? 'soft small' : 'bad small'}>
        {away.substitute
          ? t('liaison.substitute', { name: away.substitute.name })
          : t('liaison.noSubstitute')}
      </div>
    </>
  )
}

function OfficerTasks({
  officer,
  onTask,
}: {
  officer: Officer
  onTask: (task: LiaisonTask) => void
}) {
  const { t } = useTranslation()
  const { person, away, customers } = officer
  const tasks: [string, LiaisonTask, boolean][] = [
    [t('liaison.setPhone'), { name: 'card', officer }, true],
    [t('liaison.noteAbsence'), { name: 'absence', officer }, !away],
    [t('liaison.endAbsence'), { name: 'back', officer }, away !== null],
    [t('liaison.handOver'), { name: 'hand-over', officer }, customers > 0],
  ]
  return (
    <div className="row">
      {tasks
        .filter(([, , isOffered]) => isOffered)
        .map(([label, task]) => (
          <Button
            key={label}
            size="small"
            aria-label={`${label} ${person.name}`}
            onClick={() => onTask(task)}
          >
            {label}
          </Button>
        ))}
    </div>
  )
}
