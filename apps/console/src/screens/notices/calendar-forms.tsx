import { declareClosureRoute, declareNoticeRoute, liftClosureRoute } from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { formatDay } from '../../shell/format.ts'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import { TextField } from '../requests/request-fields.tsx'
import type { Calendar } from './CalendarScreen.tsx'
import { NoticeForm } from './NoticeForm.tsx'

const STALE = [['calendar'], ['requests']]

interface NewClosure {
  unitId: string
  firstOn: string
  lastOn: string
  reason: string
}

export function DeclareClosure({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const [closureId] = useState(() => crypto.randomUUID())
  return (
    <NoticeForm
      title={t('calendar.declare')}
      note={t('calendar.closuresNote')}
      stale={STALE}
      onClose={onClose}
      initialValues={{ unitId: me.unit.unitId } as Partial<NewClosure>}
      send={(input: NewClosure, commandId) =>
        call(declareClosureRoute, { closureId, ...input }, commandId)
      }
    >
      <Form.Item name="unitId" label={t('calendar.unit')} rules={[{ required: true }]}>
        <UnitPicker />
      </Form.Item>
      <div className="pair">
        <DayField name="firstOn" label={t('calendar.firstOn')} />
        <DayField name="lastOn" label={t('calendar.lastOn')} />
      </div>
      <TextField name="reason" label={t('calendar.reason')} isRequired />
    </NoticeForm>
  )
}

function DayField({ name, label }: { name: string; label: string }) {
  return (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <Input type="date" />
    </Form.Item>
  )
}

export function LiftClosure({
  closure: { closureId, unitName, firstOn },
  onClose,
}: {
  closure: Calendar['closures'][number]
  onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <NoticeForm
      title={t('calendar.lift')}
      note={`${t('calendar.liftOf', { unit: unitName, day: formatDay(firstOn) })} ${t('calendar.liftNote')}`}
      stale={STALE}
      onClose={onClose}
      isDanger
      send={({ reason }: { reason: string }, commandId) =>
        call(liftClosureRoute, { closureId, reason }, commandId)
      }
    >
      <TextField name="reason" label={t('calendar.reason')} isRequired />
    </NoticeForm>
  )
}

interface NewNotice {
  daysOff: string
  makeUpDays?: string
  source: string
}

export function DeclareNotice({ year, onClose }: { year: number; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <NoticeForm
      title={t('calendar.addNotice', { year })}
      note={t('calendar.noticeNote')}
      stale={STALE}
      onClose={onClose}
      send={({ daysOff, makeUpDays, source }: NewNotice, commandId) =>
        call(
          declareNoticeRoute,
          { year, daysOff: daysOf(daysOff), makeUpDays: daysOf(makeUpDays), source },
          commandId,
        )
      }
    >
      <DaysField name="daysOff" label={t('calendar.daysOff')} isRequired />
      <DaysField name="makeUpDays" label={t('calendar.makeUpDays')} />
      <Form.Item name="source" label={t('calendar.source')} rules={[{ required: true }]}>
        <Input maxLength={300} />
      </Form.Item>
    </NoticeForm>
  )
}

function DaysField({
  name,
  label,
  isRequired = false,
}: {
  name: string
  label: string
  isRequired?: boolean
}) {
  return (
    <Form.Item name={name} label={label} rules={[{ required: isRequired }]}>
      <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} />
    </Form.Item>
  )
}

const daysOf = (text = '') => text.split(/\s+/u).filter(Boolean) as PlainDate[]
