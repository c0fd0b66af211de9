import {
  type CustomerOwner,
  getCustomerOwnerRoute,
  getLiaisonBoardRoute,
  releaseCustomerOfficerRoute,
  setCustomerOfficerRoute,
} from '@nuandeng/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { formatDay, formatNumber } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import { FormModal } from '../../shell/ServerForm.tsx'

/** Who answers for a customer today, why, and what the customer is shown; an officer is named by hand here. */
export function CustomerOfficer({ customerId, path }: { customerId: string; path: string }) {
  const { t } = useTranslation()
  const reason = useRefusal()('liaison.write', path)
  const [task, setTask] = useState<'set' | 'release'>()
  const { data: owner, error } = useQuery({
    queryKey: ['customer', customerId, 'owner'],
    queryFn: () => call(getCustomerOwnerRoute, { customerId }),
  })
  if (error) return <Failure error={error} />
  if (!owner) return null
  return (
    <>
      <Owner owner={owner} />
      <Actions
        actions={[
          { label: t('liaison.setByHand'), reason, onClick: () => setTask('set') },
          ...(owner.isByHand
            ? [{ label: t('liaison.release'), reason, onClick: () => setTask('release') }]
            : []),
        ]}
      />
      {task && <OfficerForm owner={owner} task={task} onClose={() => setTask(undefined)} />}
    </>
  )
}

function Owner({ owner }: { owner: CustomerOwner }) {
  const { t } = useTranslation()
  return (
    <p>
      {t('liaison.answers')}: <strong>{owner.person?.name ?? owner.unit.name}</strong>
      <span className="soft">
        {' '}
        · {t(`ownerKind.${owner.kind}`)}
        {owner.isByHand && ` · ${t('liaison.byHand')}`}
      </span>
      {owner.awayUntil && owner.officer && (
        <span className="soft">
          {' '}
          · {t('liaison.awayUntil', { name: owner.officer.name, day: formatDay(owner.awayUntil) })}
        </span>
      )}
      {owner.gap && <span className="bad"> · {t(`ownerGap.${owner.gap}`)}</span>}
      <br />
      <span className="soft small">
        {t('liaison.shown', {
          name: owner.shownToCustomer.name,
          phone: owner.shownToCustomer.phone ?? t('liaison.noPhone'),
        })}
      </span>
    </p>
  )
}

function OfficerForm({
  owner: { customerId, unit, officer },
  task,
  onClose,
}: {
  owner: CustomerOwner
  task: 'set' | 'release'
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const done = (words: string) => {
    message.success(words)
    for (const key of ['customer', 'liaison']) queries.invalidateQueries({ queryKey: [key] })
    onClose()
  }
  const reason = (
    <Form.Item name="reason" label={t('liaison.why')} rules={[{ required: true }]}>
      <Input maxLength={200} />
    </Form.Item>
  )
  if (task === 'release') {
    return (
      <FormModal
        title={t('liaison.release')}
        submit={t('liaison.release')}
        onCancel={onClose}
        send={(input: { reason: string }, commandId) =>
          call(releaseCustomerOfficerRoute, { customerId, ...input }, commandId)
        }
        onDone={({ officer: next }) =>
          done(next ? t('liaison.releasedTo', { name: next.name }) : t('liaison.released'))
        }
      >
        <p>{t('liaison.releaseNote', { name: officer?.name })}</p>
        {reason}
      </FormModal>
    )
  }
  return (
    <FormModal
      title={t('liaison.setByHand')}
      submit={t('app.save')}
      onCancel={onClose}
      send={(input: { officerId: string; reason: string }, commandId) =>
        call(setCustomerOfficerRoute, { customerId, ...input }, commandId)
      }
      onDone={() => done(t('liaison.saved'))}
    >
      <p className="soft">{t('liaison.byHandNote')}</p>
      <OfficerField unitId={unit.unitId} />
      {reason}
    </FormModal>
  )
}

function OfficerField({ unitId }: { unitId: string }) {
  const { t } = useTranslation()
  const { data: board, isPending } = useQuery({
    queryKey: ['liaison', unitId],
    queryFn: () => call(getLiaisonBoardRoute, { unitId }),
  })
  const officers = board?.officers.filter(({ isIn }) => isIn) ?? []
  return (
    <Form.Item name="officerId" label={t('liaison.title')} rules={[{ required: true }]}>
      <Select
        loading={isPending}
        showSearch={{ optionFilterProp: 'label' }}
        notFoundContent={t('liaison.noOfficers')}
        options={officers.map(({ person, unit, customers, away }) => ({
          value: person.personId,
          label: [
            person.name,
            unit.name,
            t('liaison.has', { number: formatNumber(customers) }),
            ...(away ? [t('liaison.away', { day: formatDay(away.toOn) })] : []),
          ].join(' · '),
        }))}
      />
    </Form.Item>
  )
}
