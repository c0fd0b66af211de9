import { getLiaisonBoardRoute, type ReplyOf } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { Field } from '../../shell/FilterFields.tsx'
import { formatNumber } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import { LiaisonForm, type LiaisonTask } from './LiaisonForms.tsx'
import { LiaisonRules } from './LiaisonRules.tsx'
import { OfficersTable } from './OfficersTable.tsx'

export type Board = ReplyOf<typeof getLiaisonBoardRoute>

/** Liaison officers (直通服务联络员): their load, who is away, who stands in, and customers without one. */
export function LiaisonScreen() {
  const { t } = useTranslation()
  const me = useMe()
  const { unitId = me.unit.unitId } = getRouteApi('/shell/liaison').useSearch()
  const navigate = useNavigate()
  const reason = useRefusal()('liaison.write')
  const [task, setTask] = useState<LiaisonTask>()
  const { data: board, error } = useQuery({
    queryKey: ['liaison', unitId],
    queryFn: () => call(getLiaisonBoardRoute, { unitId }),
  })
  const isEmpty = board && board.officers.length === 0 ? t('liaison.noOfficers') : undefined
  return (
    <>
      <h1>{t('liaison.title')}</h1>
      <search className="card filters">
        <Field id="liaison-unit" label={t('app.unitFilter')}>
          <UnitPicker
            id="liaison-unit"
            value={unitId}
            onChange={(next) => navigate({ to: '/liaison', search: { unitId: next } })}
          />
        </Field>
      </search>
      {error && <Failure error={error} />}
      {!board && !error && <Spin aria-label={t('app.loading')} />}
      {board && (
        <>
          <Summary board={board} />
          <Actions
            actions={[
              {
                label: t('liaison.fillGaps'),
                reason: reason ?? (board.withoutOfficer > 0 ? undefined : t('liaison.noGaps')),
                onClick: () => setTask({ name: 'assign', mode: 'gaps' }),
                isPrimary: true,
              },
              {
                label: t('liaison.assignAll'),
                reason: reason ?? isEmpty,
                onClick: () => setTask({ name: 'assign', mode: 'all' }),
              },
              {
                label: t('liaison.newRule'),
                reason: reason ?? isEmpty,
                onClick: () => setTask({ name: 'rule' }),
              },
            ]}
          />
          <OfficersTable board={board} mayWrite={!reason} onTask={setTask} />
          <LiaisonRules mayWrite={!reason} />
          {task && (
            <LiaisonForm
              unitId={unitId}
              board={board}
              task={task}
              onClose={() => setTask(undefined)}
            />
          )}
        </>
      )}
    </>
  )
}

function Summary({ board: { officers, customers, withoutOfficer } }: { board: Board }) {
  const { t } = useTranslation()
  const uncovered = officers.filter(({ isIn, away }) => isIn && away && !away.substitute).length
  return (
    <dl className="facts summary">
      <div>
        <dt>{t('liaison.officers')}</dt>
        <dd>{formatNumber(officers.length)}</dd>
      </div>
      <div>
        <dt>{t('liaison.customers')}</dt>
        <dd>{formatNumber(customers)}</dd>
      </div>
      <div>
        <dt>{t('liaison.withoutOfficer')}</dt>
        <dd className={withoutOfficer > 0 ? 'bad' : ''}>{formatNumber(withoutOfficer)}</dd>
      </div>
      <div>
        <dt>{t('liaison.uncovered')}</dt>
        <dd className={uncovered > 0 ? 'bad' : ''}>{formatNumber(uncovered)}</dd>
      </div>
    </dl>
  )
}
