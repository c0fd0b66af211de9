import { getAssuranceRoute, type ReplyOf } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { formatDay, todayInChina } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { AssuranceForm, type AssuranceTask } from './AssuranceForms.tsx'

type Assurance = ReplyOf<typeof getAssuranceRoute>

/** Inspections, plans, drills and hazards of a key customer (保障工作). */
export function CustomerAssurance({ customerId, path }: { customerId: string; path: string }) {
  const { t } = useTranslation()
  const reason = useRefusal()('assurance.write', path)
  const [task, setTask] = useState<AssuranceTask>()
  const { data, error } = useQuery({
    queryKey: ['customer', customerId, 'assurance'],
    queryFn: () => call(getAssuranceRoute, { customerId }),
  })
  return (
    <section className="card">
      <h2>{t('assurance.title')}</h2>
      {error && <Failure error={error} />}
      {data && <Cycle assurance={data} />}
      <Actions
        actions={[
          { label: t('assurance.record'), reason, onClick: () => setTask({ name: 'record' }) },
          { label: t('assurance.report'), reason, onClick: () => setTask({ name: 'report' }) },
        ]}
      />
      {data && <Hazards hazards={data.hazards} mayWrite={!reason} onTask={setTask} />}
      {data && data.entries.length > 0 && (
        <ol className="timeline">
          {data.entries.map((entry) => (
            <li key={entry.entryId}>
              <strong>{t(`dueKind.${entry.kind}`)}</strong>{' '}
              <span className="soft small">
                {formatDay(entry.doneOn)} · {entry.recordedBy}
              </span>
              <div>{entry.text}</div>
              {entry.nextOn && (
                <div className="soft small">
                  {t('assurance.nextOn')}: {formatDay(entry.nextOn)}
                </div>
              )}
            </li>
          ))}
        </ol>
      )}
      {task && (
        <AssuranceForm customerId={customerId} task={task} onClose={() => setTask(undefined)} />
      )}
    </section>
  )
}

function Cycle({ assurance: { cycle, inspectionDueOn } }: { assurance: Assurance }) {
  const { t } = useTranslation()
  const isOverdue = inspectionDueOn !== null && inspectionDueOn < todayInChina()
  return (
    <dl className="pairs">
      <dt>{t('assurance.cycle')}</dt>
      <dd>
        {t('due.months', { months: cycle.months })}
        {!cycle.isSet && <span className="soft"> · {t('due.notSet')}</span>}
      </dd>
      <dt>{t('assurance.inspectionDueOn')}</dt>
      <dd className={isOverdue ? 'bad' : ''}>
        {inspectionDueOn ? formatDay(inspectionDueOn) : t('assurance.neverInspected')}
      </dd>
    </dl>
  )
}

function Hazards({
  hazards,
  mayWrite,
  onTask,
}: {
  hazards: Assurance['hazards']
  mayWrite: boolean
  onTask: (task: AssuranceTask) => void
}) {
  const { t } = useTranslation()
  if (hazards.length === 0) return null
  return (
    <Scroll label={t('assurance.hazards')}>
      <table className="plain">
        <caption>{t('assurance.hazards')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('assurance.hazard')}</th>
            <th scope="col">{t('assurance.deadlineOn')}</th>
            <th scope="col">{t('app.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {hazards.map((hazard) => (
            <tr key={hazard.hazardId}>
              <td className="words">
                <strong className={hazard.severity === 'serious' ? 'bad' : ''}>
                  {t(`severity.${hazard.severity}`)}
                </strong>{' '}
                {hazard.text}
                {hazard.reportedOn && (
                  <div className="soft small">
                    {t('assurance.passedOn', {
                      to: hazard.reportedTo,
                      day: formatDay(hazard.reportedOn),
                    })}
                  </div>
                )}
              </td>
              <td className="whole">
                <span className={hazard.isOverdue ? 'bad' : ''}>
                  {formatDay(hazard.deadlineOn)}
                </span>
                {hazard.isOverdue && <div className="bad small">{t('need.overdue')}</div>}
              </td>
              <td>
                {hazard.removedOn ? (
                  <span className="good">
                    {t('assurance.removedOn', { day: formatDay(hazard.removedOn) })}
                  </span>
                ) : (
                  mayWrite && <HazardTasks hazard={hazard} onTask={onTask} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function HazardTasks({
  hazard: { hazardId, text, reportedOn },
  onTask,
}: {
  hazard: Assurance['hazards'][number]
  onTask: (task: AssuranceTask) => void
}) {
  const { t } = useTranslation()
  return (
    <div className="row">
      <Button
        size="small"
        aria-label={`${t('assurance.remove')} ${text}`}
        onClick={() => onTask({ name: 'remove', hazardId })}
      >
        {t('assurance.remove')}
      </Button>
      {!reportedOn && (
        <Button
          size="small"
          aria-label={`${t('assurance.passOn')} ${text}`}
          onClick={() => onTask({ name: 'pass-on', hazardId })}
        >
          {t('assurance.passOn')}
        </Button>
      )}
    </div>
  )
}
