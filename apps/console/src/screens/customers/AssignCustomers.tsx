import { assignCustomersRoute, type SentOf } from '@nuandeng/contract'
import { CUSTOMER_CLASSES, type CustomerClass } from '@nuandeng/domain'
import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { formatNumber } from '../../shell/format.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import { UnitPicker } from '../../shell/UnitPicker.tsx'

export interface Assigned {
  of: SentOf<typeof assignCustomersRoute>['of']
  count: number
}

interface Assignment {
  customerClass?: CustomerClass
  unitId?: string
  addTags?: string[]
  removeTags?: string[]
  reason: string
}

/** Gives many customers a class, tags or another unit at once (批量分派). */
export function AssignCustomers({
  assigned: { of, count },
  onClose,
  onDone,
}: {
  assigned: Assigned
  onClose: () => void
  onDone: () => void
}) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  return (
    <FormModal
      title={t('customerAssign.title', { number: formatNumber(count) })}
      submit={t('customerAssign.submit')}
      onCancel={onClose}
      send={({ addTags, removeTags, ...input }: Assignment, commandId) =>
        call(
          assignCustomersRoute,
          {
            of,
            ...input,
            ...(addTags?.length ? { addTags } : {}),
            ...(removeTags?.length ? { removeTags } : {}),
          },
          commandId,
        )
      }
      onDone={({ changed, unchanged }) => {
        queries.invalidateQueries({ queryKey: ['customers'] })
        message.success(
          t('customerAssign.done', {
            changed: formatNumber(changed),
            unchanged: formatNumber(unchanged),
          }),
        )
        onDone()
        onClose()
      }}
    >
      <p className="soft">{t('customerAssign.note')}</p>
      <Form.Item name="customerClass" label={t('customerAssign.customerClass')}>
        <Select
          allowClear
          placeholder={t('customerAssign.keep')}
          options={CUSTOMER_CLASSES.map((value) => ({ value, label: t(`class.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="unitId" label={t('customerAssign.unit')}>
        <UnitPicker isClearable />
      </Form.Item>
      {(['addTags', 'removeTags'] as const).map((name) => (
        <Form.Item key={name} name={name} label={t(`customerAssign.${name}`)}>
          <Select
            mode="tags"
            open={false}
            suffixIcon={null}
            placeholder={t('customerAssign.tagHint')}
          />
        </Form.Item>
      ))}
      <Form.Item name="reason" label={t('customerAssign.reason')} rules={[{ required: true }]}>
        <Input maxLength={200} />
      </Form.Item>
    </FormModal>
  )
}
