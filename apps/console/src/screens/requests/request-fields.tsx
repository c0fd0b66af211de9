import { listOwnersRoute } from '@nuandeng/contract'
import { REQUEST_KINDS, REQUEST_SUBKINDS, type RequestKind } from '@nuandeng/domain'
import { useQuery } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import type { RequestFile } from './RequestScreen.tsx'
import { useTitles } from './words.ts'

interface Field {
  name: string
  label: string
  isRequired?: boolean
}

export function TextField({ name, label, isRequired = false }: Field) {
  return (
    <Form.Item name={name} label={label} rules={[{ required: isRequired }]}>
      <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} />
    </Form.Item>
  )
}

/** A time in China, to the minute. */
export function MomentField({ name, label, isRequired = false }: Field) {
  return (
    <Form.Item name={name} label={label} rules={[{ required: isRequired }]}>
      <Input type="datetime-local" />
    </Form.Item>
  )
}

/** Who may own it, the least busy first. */
export function OwnerPicker({ file }: { file: RequestFile }) {
  const { t } = useTranslation()
  const { requestId } = file
  const { data, isFetching } = useQuery({
    queryKey: ['requests', requestId, 'owners'],
    queryFn: () => call(listOwnersRoute, { requestId }),
  })
  return (
    <Form.Item name="ownerId" label={t('requestForm.toOwner')} rules={[{ required: true }]}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        loading={isFetching}
        options={(data?.items ?? []).map(({ personId, name, unitName, open }) => ({
          value: personId,
          label: t('requestForm.ownerOf', { name, unit: unitName, open }),
        }))}
      />
    </Form.Item>
  )
}

/** A clock of the request that is not exempt yet. */
export function ClockPicker({ file }: { file: RequestFile }) {
  const { t } = useTranslation()
  const { titleOf } = useTitles()
  return (
    <Form.Item name="clock" label={t('requestForm.whichClock')} rules={[{ required: true }]}>
      <Select
        options={file.clocks
          .filter(({ exemption }) => !exemption)
          .map((clock) => ({
            value: `${clock.round} ${clock.row}`,
            label: `${titleOf(clock)} · ${t(`clockStand.${clock.stand}`)}`,
          }))}
      />
    </Form.Item>
  )
}

export function KindFields() {
  const { t } = useTranslation()
  const form = Form.useFormInstance()
  const kind: RequestKind | undefined = Form.useWatch('kind', form)
  const subkinds: readonly string[] = kind ? REQUEST_SUBKINDS[kind] : []
  return (
    <>
      <Form.Item name="kind" label={t('requestForm.newKind')} rules={[{ required: true }]}>
        <Select
          options={REQUEST_KINDS.map((value) => ({ value, label: t(`requestKind.${value}`) }))}
          onChange={() => form.setFieldsValue({ subkind: undefined })}
        />
      </Form.Item>
      {subkinds.length > 0 && (
        <Form.Item name="subkind" label={t('request.subkind')} rules={[{ required: true }]}>
          <Select
            options={subkinds.map((value) => ({ value, label: t(`requestSubkind.${value}`) }))}
          />
        </Form.Item>
      )}
    </>
  )
}
