import {
  CUSTOMER_CLASSES,
  CUSTOMER_STATUSES,
  GRADES,
  SUPPLY_AREAS,
  USE_CATEGORIES,
  VOLTAGES,
} from '@nuandeng/domain'
import { Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import { YesNo } from './YesNo.tsx'

/** Who and where a customer is; name and address only where they are not masked. */
export function IdentityFields({ isNew, isOpen }: { isNew: boolean; isOpen: boolean }) {
  const { t } = useTranslation()
  const required = [{ required: true, whitespace: true, message: t('fault.required') }]
  return (
    <section className="card">
      <h2>{t('customer.identity')}</h2>
      <div className="fields">
        {isNew && (
          <Form.Item
            name="accountNo"
            label={t('customerField.accountNo')}
            extra={t('customer.accountNoHint')}
            rules={[
              ...required,
              { pattern: /^[A-Za-z0-9-]{1,32}$/, message: t('customer.accountNoHint') },
            ]}
          >
            <Input maxLength={32} autoComplete="off" />
          </Form.Item>
        )}
        {isOpen && (
          <>
            <Form.Item name="name" label={t('customerField.name')} rules={required}>
              <Input maxLength={200} autoComplete="off" />
            </Form.Item>
            <Form.Item name="address" label={t('customerField.address')} className="wide">
              <Input maxLength={300} autoComplete="off" />
            </Form.Item>
          </>
        )}
        <Form.Item name="unitId" label={t('customerField.unit')} rules={required}>
          <UnitPicker />
        </Form.Item>
        <Form.Item name="transformerArea" label={t('customerField.transformerArea')}>
          <Input maxLength={100} />
        </Form.Item>
        <Choice field="customerClass" group="class" values={CUSTOMER_CLASSES} />
        <Choice field="status" group="customerStatus" values={CUSTOMER_STATUSES} isRequired />
        <Form.Item name="tags" label={t('customerField.tags')}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
      </div>
      <Form.Item name="remark" label={t('customerField.remark')}>
        <Input.TextArea maxLength={10_000} autoSize={{ minRows: 2, maxRows: 12 }} />
      </Form.Item>
    </section>
  )
}

/** How a customer is supplied. */
export function SupplyFields() {
  const { t } = useTranslation()
  return (
    <section className="card">
      <h2>{t('customer.supply')}</h2>
      <div className="fields">
        <Choice field="useCategory" group="useCategory" values={USE_CATEGORIES} />
        <Form.Item name="voltage" label={t('customerField.voltage')}>
          <Select allowClear options={VOLTAGES.map((value) => ({ value, label: value }))} />
        </Form.Item>
        <Form.Item name="capacityKva" label={`${t('customerField.capacityKva')} (kVA)`}>
          <InputNumber min={0} max={9_999_999_999} precision={2} controls={false} />
        </Form.Item>
        <Choice field="supplyArea" group="supplyArea" values={SUPPLY_AREAS} />
        <Form.Item name="connectedOn" label={t('customerField.connectedOn')}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="isTemporary" label={t('customerField.isTemporary')}>
          <YesNo />
        </Form.Item>
        <Form.Item name={['place', 'longitude']} label={t('customer.longitude')}>
          <InputNumber min={73} max={136} controls={false} />
        </Form.Item>
        <Form.Item name={['place', 'latitude']} label={t('customer.latitude')}>
          <InputNumber min={3} max={54} controls={false} />
        </Form.Item>
        <Form.Item name={['place', 'datum']} label={t('customer.datum')}>
          <Select
            allowClear
            options={['WGS-84', 'GCJ-02'].map((value) => ({ value, label: value }))}
          />
        </Form.Item>
      </div>
    </section>
  )
}

/** How important a customer is, and which government department decided so. */
export function GradeFields() {
  const { t } = useTranslation()
  return (
    <div className="fields">
      <Choice field="grade" group="grade" values={GRADES} />
      <Form.Item
        name="gradeDecidedBy"
        label={t('customerField.gradeDecidedBy')}
        extra={t('customer.gradeHint')}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="gradeDecidedOn" label={t('customerField.gradeDecidedOn')}>
        <Input type="date" />
      </Form.Item>
    </div>
  )
}

function Choice({
  field,
  group,
  values,
  isRequired = false,
}: {
  field: string
  group: string
  values: readonly string[]
  isRequired?: boolean
}) {
  const { t } = useTranslation()
  return (
    <Form.Item name={field} label={t(`customerField.${field}`)}>
      <Select
        allowClear={!isRequired}
        showSearch={values.length > 10 ? { optionFilterProp: 'label' } : false}
        options={values.map((value) => ({ value, label: t(`${group}.${value}`) }))}
      />
    </Form.Item>
  )
}
