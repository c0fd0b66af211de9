import { listNeedOwnersRoute } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'

/** What comes next of a need, and when. */
export function NextStepFields() {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name="nextStep" label={t('need.nextStep')} rules={[{ required: true }]}>
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item name="nextStepOn" label={t('need.nextStepOn')} rules={[{ required: true }]}>
        <Input type="date" />
      </Form.Item>
    </>
  )
}

/** Who owns a need; there is always somebody: left empty, it is who `emptyMeans` says. */
export function NeedOwnerField({
  customerId,
  emptyMeans,
}: {
  customerId: string
  emptyMeans: string
}) {
  const { t } = useTranslation()
  const { data, isPending } = useQuery({
    queryKey: ['need-owners', customerId],
    queryFn: () => call(listNeedOwnersRoute, { customerId }),
  })
  return (
    <Form.Item name="ownerId" label={t('need.owner')} extra={emptyMeans}>
      <Select
        allowClear
        loading={isPending}
        showSearch={{ optionFilterProp: 'label' }}
        options={(data?.items ?? []).map(({ personId, name, unitName }) => ({
          value: personId,
          label: `${name} · ${unitName}`,
        }))}
      />
    </Form.Item>
  )
}
