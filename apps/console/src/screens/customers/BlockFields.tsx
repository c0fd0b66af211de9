import { VOLTAGES } from '@nuandeng/domain'
import { Button, Form, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { GradeFields } from './FileFields.tsx'
import type { FileValues } from './form-values.ts'
import { YesNo } from './YesNo.tsx'

/** What only some classes have; a block that already holds something stays when the class changes. */
export function BlockFields() {
  const form = Form.useFormInstance<FileValues>()
  const customerClass = Form.useWatch('customerClass', form)
  const grade = Form.useWatch('grade', form)
  const details = form.getFieldValue('details') as FileValues['details']
  const isBusiness = customerClass === 'A' || customerClass === 'B'
  return (
    <>
      {(isBusiness || grade || details?.supply) && <AssuranceFields />}
      {(customerClass === 'B' || details?.plan) && <PlanFields />}
      {(customerClass === 'C1' || details?.irrigation) && <IrrigationFields />}
      {(customerClass === 'C2' || details?.home) && <HomeFields />}
    </>
  )
}

function Part({
  name,
  unit,
  isWide = false,
  children,
}: {
  /** `supply.line`. */
  name: string
  unit?: string
  isWide?: boolean
  children: ReactNode
}) {
  const { t } = useTranslation()
  const label = t(`customerField.${name.replaceAll('.', '-')}`)
  return (
    <Form.Item
      name={['details', ...name.split('.')]}
      label={unit ? `${label} (${unit})` : label}
      className={isWide ? 'wide' : ''}
    >
      {children}
    </Form.Item>
  )
}

const amount = <InputNumber min={0} max={10_000_000} controls={false} />
const wholeNumber = <InputNumber min={0} max={1_000_000} precision={0} controls={false} />
const several = <Select mode="tags" open={false} suffixIcon={null} />

function AssuranceFields() {
  const { t } = useTranslation()
  return (
    <section className="card">
      <h2>{t('customer.assurance')}</h2>
      <GradeFields />
      <div className="fields">
        <Part name="supply.creditCode">
          <Input maxLength={18} />
        </Part>
        <Part name="supply.substation">
          <Input maxLength={100} />
        </Part>
        <Part name="supply.line">
          <Input maxLength={100} />
        </Part>
        <Part name="supply.runKva" unit="kVA">
          {amount}
        </Part>
        <Part name="supply.securityLoadKw" unit="kW">
          {amount}
        </Part>
        <Part name="supply.ownSupply.kw" unit="kW">
          {amount}
        </Part>
        <Part name="supply.ownSupply.startMinutes" unit={t('customer.minutes')}>
          {wholeNumber}
        </Part>
        <Part name="supply.switchOver" isWide>
          <Input maxLength={300} />
        </Part>
        <Part name="supply.otherMeasures" isWide>
          <Input.TextArea maxLength={1000} autoSize />
        </Part>
      </div>
      <Sources />
    </section>
  )
}

function Sources() {
  const { t } = useTranslation()
  return (
    <Form.List name={['details', 'supply', 'sources']}>
      {(sources, { add, remove }) => (
        <>
          {sources.map(({ key, name }) => {
            const which = t('customer.sourceNumber', { number: name + 1 })
            return (
              <fieldset key={key} className="line source-line">
                <legend>{which}</legend>
                <Form.Item
                  name={[name, 'name']}
                  label={t('customer.sourceName')}
                  rules={[{ required: true, whitespace: true, message: t('fault.required') }]}
                >
                  <Input maxLength={100} />
                </Form.Item>
                <Form.Item name={[name, 'voltage']} label={t('customerField.voltage')}>
                  <Select allowClear options={VOLTAGES.map((value) => ({ value, label: value }))} />
                </Form.Item>
                <Button
                  type="text"
                  aria-label={t('campaign.remove', { name: which })}
                  onClick={() => remove(name)}
                >
                  ×
                </Button>
              </fieldset>
            )
          })}
          <Button type="dashed" disabled={sources.length >= 8} onClick={() => add({})}>
            ＋ {t('customer.addSource')}
          </Button>
        </>
      )}
    </Form.List>
  )
}

function PlanFields() {
  const { t } = useTranslation()
  return (
    <section className="card">
      <h2>{t('customer.plan')}</h2>
      <Part name="plan.production">
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} />
      </Part>
      <div className="fields">
        <Part name="plan.expansion.kva" unit="kVA">
          {amount}
        </Part>
        <Part name="plan.expansion.wantedOn">
          <Input type="date" />
        </Part>
        <Part name="plan.expansion.note" isWide>
          <Input maxLength={1000} />
        </Part>
      </div>
    </section>
  )
}

const MONTHS = Array.from({ length: 12 }, (_, i) => i + 1)

function IrrigationFields() {
  const { t } = useTranslation()
  return (
    <section className="card">
      <h2>{t('customer.irrigation')}</h2>
      <div className="fields">
        <Part name="irrigation.wells">{wholeNumber}</Part>
        <Part name="irrigation.pumpsKw" unit="kW">
          {amount}
        </Part>
        <Part name="irrigation.season">
          <Select
            mode="multiple"
            options={MONTHS.map((value) => ({
              value,
              label: t('customer.month', { month: value }),
            }))}
          />
        </Part>
        <Part name="irrigation.temporarySupply">
          <YesNo />
        </Part>
      </div>
    </section>
  )
}

function HomeFields() {
  const { t } = useTranslation()
  return (
    <section className="card">
      <h2>{t('customer.home')}</h2>
      <div className="fields">
        <Part name="home.phases">
          <Select
            allowClear
            options={([1, 3] as const).map((value) => ({
              value,
              label: t(`customer.phases${value}`),
            }))}
          />
        </Part>
        <Part name="home.hasBreaker">
          <YesNo />
        </Part>
        <Part name="home.lamps">{wholeNumber}</Part>
        <Part name="home.wiringHazards">{several}</Part>
        <Part name="home.appliances" isWide>
          {several}
        </Part>
      </div>
    </section>
  )
}
