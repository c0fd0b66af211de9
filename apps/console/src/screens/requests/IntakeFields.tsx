import {
  COMPLAINT_GRADES,
  REQUEST_CHANNELS,
  REQUEST_KINDS,
  REQUEST_SUBKINDS,
  SUPPLY_AREAS,
} from '@nuandeng/domain'
import { Checkbox, Form, Input, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import { CustomerPicker } from './CustomerPicker.tsx'
import type { Intake } from './IntakeScreen.tsx'
import { MobileField } from './MobileField.tsx'

/** The fields of the kind that was chosen, in the order in which a clerk asks. */
export function IntakeFields() {
  const { t } = useTranslation()
  const form = Form.useFormInstance<Intake>()
  const kind = Form.useWatch('kind', form) ?? 'fault'
  const isAnonymous = Form.useWatch('isAnonymous', form) ?? false
  const subkinds: readonly string[] = REQUEST_SUBKINDS[kind]
  const options = (values: readonly string[], group: string) =>
    values.map((value) => ({ value, label: t(`${group}.${value}`) }))
  return (
    <>
      <Form.Item name="kind" label={t('request.kind')}>
        <Radio.Group onChange={() => form.setFieldsValue({ subkind: undefined })}>
          {REQUEST_KINDS.map((value) => (
            <Radio.Button key={value} value={value} autoFocus={value === 'fault'}>
              {t(`requestKind.${value}`)}
            </Radio.Button>
          ))}
        </Radio.Group>
      </Form.Item>
      {subkinds.length > 0 && (
        <Form.Item name="subkind" label={t('request.subkind')} rules={[{ required: true }]}>
          <Radio.Group optionType="button" options={options(subkinds, 'requestSubkind')} />
        </Form.Item>
      )}
      <div className="pair">
        {kind === 'complaint' && (
          <Form.Item name="grade" label={t('request.grade')}>
            <Select allowClear options={options(COMPLAINT_GRADES, 'requestGrade')} />
          </Form.Item>
        )}
        <Form.Item name="area" label={t('request.area')}>
          <Radio.Group optionType="button" options={options(SUPPLY_AREAS, 'supplyArea')} />
        </Form.Item>
      </div>
      <CustomerPicker />
      <div className="pair">
        <Form.Item
          name="accountNo"
          label={t('request.accountNo')}
          rules={[{ pattern: /^[0-9A-Za-z-]{1,30}$/, message: t('intake.accountHint') }]}
        >
          <Input
            autoComplete="off"
            maxLength={30}
            onChange={() => form.setFieldsValue({ customerId: undefined })}
          />
        </Form.Item>
        <Form.Item name="address" label={t('request.address')}>
          <Input autoComplete="off" maxLength={200} />
        </Form.Item>
      </div>
      {!isAnonymous && <ContactFields />}
      <Form.Item name="content" label={t('request.content')} rules={[{ required: true }]}>
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 3, maxRows: 8 }} />
      </Form.Item>
      {(kind === 'complaint' || kind === 'whistle-blow') && <Protection kind={kind} />}
      <div className="pair">
        <Form.Item name="unitId" label={t('intake.unit')} rules={[{ required: true }]}>
          <UnitPicker />
        </Form.Item>
        <Form.Item name="channel" label={t('request.channel')}>
          <Select options={options(REQUEST_CHANNELS, 'requestChannel')} />
        </Form.Item>
      </div>
      <MobileField />
      <div className="pair">
        <Form.Item name="acceptedAt" label={t('intake.earlier')} extra={t('intake.earlierHint')}>
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="isMine" valuePropName="checked" label=" " colon={false}>
          <Checkbox>{t('intake.mine')}</Checkbox>
        </Form.Item>
      </div>
    </>
  )
}

function ContactFields() {
  const { t } = useTranslation()
  return (
    <div className="pair">
      <Form.Item name="contactName" label={t('request.contactName')}>
        <Input autoComplete="off" maxLength={60} />
      </Form.Item>
      <Form.Item
        name="contactPhone"
        label={t('request.contactPhone')}
        rules={[{ pattern: /^[0-9+*-]{5,20}$/, message: t('intake.phoneHint') }]}
      >
        <Input type="tel" autoComplete="off" maxLength={20} />
      </Form.Item>
    </div>
  )
}

/** Who complains or reports may stay unnamed, or be named to nobody. */
function Protection({ kind }: { kind: 'complaint' | 'whistle-blow' }) {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name="isAnonymous" valuePropName="checked" style={{ marginBottom: 4 }}>
        <Checkbox>{t('intake.anonymous')}</Checkbox>
      </Form.Item>
      <Form.Item name="isConfidential" valuePropName="checked">
        <Checkbox>{t('intake.confidential')}</Checkbox>
      </Form.Item>
      {kind === 'whistle-blow' && (
        <Form.Item name="accusedUnitId" label={t('request.accused')}>
          <UnitPicker isClearable />
        </Form.Item>
      )}
    </>
  )
}
