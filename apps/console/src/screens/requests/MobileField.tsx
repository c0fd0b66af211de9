import { listMobileServicesRoute } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { todayInChina } from '../../shell/format.ts'
import type { Intake } from './IntakeScreen.tsx'

/** Which service of today a request is accepted at; asked only in the field, and where there is one. */
export function MobileField() {
  const { t } = useTranslation()
  const me = useMe()
  const form = Form.useFormInstance<Intake>()
  const isField = Form.useWatch('channel', form) === 'field'
  const today = todayInChina()
  const { unitId } = me.unit
  const { data } = useQuery({
    queryKey: ['mobile', 'of-day', unitId, today],
    queryFn: () => call(listMobileServicesRoute, { unitId, from: today, to: today }),
    enabled: isField,
  })
  const services = data?.items.filter(({ cancelReason }) => cancelReason === null) ?? []
  if (!isField || services.length === 0) return null
  return (
    <Form.Item name="mobileServiceId" label={t('mobile.at')} extra={t('mobile.atHint')}>
      <Select
        allowClear
        options={services.map(({ serviceId, place, unit }) => ({
          value: serviceId,
          label: `${place} · ${unit.name}`,
        }))}
      />
    </Form.Item>
  )
}
