import { createSpecialPlaceRoute, editSpecialPlaceRoute, type SentOf } from '@nuandeng/contract'
import { SPECIAL_PLACE_KINDS } from '@nuandeng/domain'
import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import type { SpecialPlace } from './SpecialPlacesScreen.tsx'

type Fields = Pick<
  SentOf<typeof createSpecialPlaceRoute>,
  'unitId' | 'kind' | 'name' | 'address' | 'officePhone' | 'residents' | 'remark'
>

/** A new special place, or a change of one; what somebody else changed meanwhile is not written over. */
export function SpecialPlaceForm({
  place,
  onClose,
}: {
  place?: SpecialPlace
  onClose: () => void
}) {
  const { t } = useTranslation()
  const me = useMe()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [newId] = useState(() => crypto.randomUUID())
  const refresh = () => queries.invalidateQueries({ queryKey: ['special-places'] })
  const send = ({ unitId, ...input }: Fields, commandId: string) => {
    // An emptied field is taken away.
    const words = {
      officePhone: input.officePhone?.trim() || null,
      residents: input.residents ?? null,
      remark: input.remark?.trim() || null,
    }
    const fields = { ...input, ...words }
    const { specialPlaceId = newId, version } = place ?? {}
    if (version === undefined) {
      return call(createSpecialPlaceRoute, { specialPlaceId, unitId, ...fields }, commandId)
    }
    return call(editSpecialPlaceRoute, { specialPlaceId, version, ...fields }, commandId).catch(
      (error) => {
        refresh()
        throw error
      },
    )
  }
  return (
    <FormModal
      title={t(place ? 'place.edit' : 'place.create')}
      submit={t('app.save')}
      onCancel={onClose}
      initialValues={
        place ? valuesOf(place) : { unitId: me.unit.unitId, kind: SPECIAL_PLACE_KINDS[0] }
      }
      send={send}
      onDone={() => {
        message.success(t('place.saved'))
        refresh()
        onClose()
      }}
    >
      <p className="soft">{t('place.note')}</p>
      {!place && (
        <Form.Item name="unitId" label={t('customerField.unit')} rules={[{ required: true }]}>
          <UnitPicker />
        </Form.Item>
      )}
      <PlaceFields />
    </FormModal>
  )
}

function valuesOf({ unit, kind, name, address, officePhone, residents, remark }: SpecialPlace) {
  return { unitId: unit.unitId, kind, name, address, officePhone, residents, remark }
}

function PlaceFields() {
  const { t } = useTranslation()
  const required = [{ required: true }]
  return (
    <>
      <Form.Item name="kind" label={t('place.kind')} rules={required}>
        <Select
          options={SPECIAL_PLACE_KINDS.map((value) => ({ value, label: t(`placeKind.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="name" label={t('place.name')} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="address" label={t('customers.address')} rules={required}>
        <Input maxLength={300} />
      </Form.Item>
      <Form.Item
        name="officePhone"
        label={t('place.officePhone')}
        rules={[{ pattern: /^\+?[0-9][0-9-]{4,19}$/, message: t('people.phoneWrong') }]}
      >
        <Input type="tel" maxLength={20} />
      </Form.Item>
      <Form.Item name="residents" label={t('place.residents')}>
        <InputNumber min={0} max={1_000_000} precision={0} />
      </Form.Item>
      <Form.Item name="remark" label={t('customerField.remark')}>
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </>
  )
}
