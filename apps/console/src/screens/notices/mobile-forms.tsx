import { cancelMobileServiceRoute, planMobileServiceRoute } from '@nuandeng/contract'
import { MOBILE_OFFERS, MOBILE_PLACES, type MobileOffer, type MobilePlace } from '@nuandeng/domain'
import { Checkbox, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import { MomentField, TextField } from '../requests/request-fields.tsx'
import type { Mobile } from './MobileScreen.tsx'
import { instantOf } from './moments.ts'
import { NoticeForm } from './NoticeForm.tsx'

const STALE = [['mobile']]

interface NewMobile {
  unitId: string
  placeKind: MobilePlace
  place: string
  beginsAt: string
  endsAt: string
  team: string
  offers: MobileOffer[]
}

export function PlanMobile({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const [serviceId] = useState(() => crypto.randomUUID())
  return (
    <NoticeForm
      title={t('mobile.plan')}
      note={t('mobile.note')}
      stale={STALE}
      onClose={onClose}
      initialValues={
        {
          unitId: me.unit.unitId,
          placeKind: 'park',
          offers: ['new-supply', 'enquiry'],
        } as Partial<NewMobile>
      }
      send={(input: NewMobile, commandId) =>
        call(
          planMobileServiceRoute,
          {
            serviceId,
            ...input,
            beginsAt: instantOf(input.beginsAt),
            endsAt: instantOf(input.endsAt),
          },
          commandId,
        )
      }
    >
      <Form.Item name="placeKind" label={t('mobile.placeKind')}>
        <Radio.Group
          optionType="button"
          options={MOBILE_PLACES.map((value) => ({ value, label: t(`mobilePlace.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="place" label={t('mobile.place')} rules={[{ required: true }]}>
        <Input maxLength={200} />
      </Form.Item>
      <div className="pair">
        <MomentField name="beginsAt" label={t('mobile.beginsAt')} isRequired />
        <MomentField name="endsAt" label={t('mobile.endsAt')} isRequired />
      </div>
      <Form.Item name="unitId" label={t('mobile.unit')} rules={[{ required: true }]}>
        <UnitPicker />
      </Form.Item>
      <Form.Item name="team" label={t('mobile.team')} rules={[{ required: true }]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="offers" label={t('mobile.offers')} rules={[{ required: true }]}>
        <Checkbox.Group
          options={MOBILE_OFFERS.map((value) => ({ value, label: t(`mobileOffer.${value}`) }))}
        />
      </Form.Item>
    </NoticeForm>
  )
}

export function CancelMobile({ service, onClose }: { service: Mobile; onClose: () => void }) {
  const { t } = useTranslation()
  const { serviceId, place } = service
  return (
    <NoticeForm
      title={t('mobile.cancel')}
      note={`${t('mobile.cancelOf', { place })} ${t('mobile.cancelNote')}`}
      stale={STALE}
      onClose={onClose}
      isDanger
      send={({ reason }: { reason: string }, commandId) =>
        call(cancelMobileServiceRoute, { serviceId, reason }, commandId)
      }
    >
      <TextField name="reason" label={t('mobile.reason')} isRequired />
    </NoticeForm>
  )
}
