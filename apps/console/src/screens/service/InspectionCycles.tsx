import { listInspectionCyclesRoute, setInspectionCycleRoute } from '@nuandeng/contract'
import { CYCLE_GRADES, type CycleGrade } from '@nuandeng/domain'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Form, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { FormModal } from '../../shell/ServerForm.tsx'

/** How often each grade is inspected at a unit, and who set it; a starting value says that nobody did. */
export function InspectionCycles({ unitId }: { unitId: string | undefined }) {
  const { t } = useTranslation()
  const me = useMe()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [isOpen, setOpen] = useState(false)
  const reason = useRefusal()('assurance.set-cycle')
  const at = unitId ?? me.unit.unitId
  const { data, error } = useQuery({
    queryKey: ['cycles', at],
    queryFn: () => call(listInspectionCyclesRoute, { unitId: at }),
  })
  const nameOf = (grade: CycleGrade) => (grade === 'none' ? t('due.noGrade') : t(`grade.${grade}`))
  return (
    <section className="card gap">
      <h2>{t('due.cycles')}</h2>
      {error && <Failure error={error} />}
      <dl className="facts">
        {data?.items.map(({ grade, months, isSet, setAt }) => (
          <div key={grade}>
            <dt>{nameOf(grade)}</dt>
            <dd>
              {t('due.months', { months })}
              <div className="soft small">{isSet ? setAt?.name : t('due.notSet')}</div>
            </dd>
          </div>
        ))}
      </dl>
      <Actions actions={[{ label: t('due.setCycle'), reason, onClick: () => setOpen(true) }]} />
      {isOpen && (
        <FormModal
          title={t('due.setCycle')}
          submit={t('app.save')}
          onCancel={() => setOpen(false)}
          send={(input: { grade: CycleGrade; months: number }, commandId) =>
            call(setInspectionCycleRoute, { unitId: at, ...input }, commandId)
          }
          onDone={() => {
            message.success(t('due.cycleSaved'))
            for (const key of ['cycles', 'due']) queries.invalidateQueries({ queryKey: [key] })
            setOpen(false)
          }}
        >
          <p className="soft">{t('due.setCycleNote')}</p>
          <Form.Item name="grade" label={t('customerField.grade')} rules={[{ required: true }]}>
            <Select options={CYCLE_GRADES.map((value) => ({ value, label: nameOf(value) }))} />
          </Form.Item>
          <Form.Item name="months" label={t('due.monthsBetween')} rules={[{ required: true }]}>
            <InputNumber min={1} max={60} precision={0} />
          </Form.Item>
        </FormModal>
      )}
    </section>
  )
}
