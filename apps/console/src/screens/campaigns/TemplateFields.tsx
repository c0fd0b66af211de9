import { Button, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CampaignContent } from './current-campaign.ts'

const MOST = 40

/** The template: locked fields (统一) with their text, and local ones (自定) for the units to fill in. */
export function TemplateFields() {
  const { t } = useTranslation()
  const form = Form.useFormInstance<CampaignContent>()
  return (
    <section className="card">
      <h2>{t('campaign.fields')}</h2>
      <p className="soft">{t('campaign.fieldsHint')}</p>
      <Form.List name="fields">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <Field key={key} name={name} onRemove={() => remove(name)} />
            ))}
            <Button
              type="dashed"
              disabled={fields.length >= MOST}
              onClick={() =>
                add({ key: freeKey(form), label: '', labelEn: '', isLocked: true, value: '' })
              }
            >
              ＋ {t('campaign.addField')}
            </Button>
          </>
        )}
      </Form.List>
    </section>
  )
}

function Field({ name, onRemove }: { name: number; onRemove: () => void }) {
  const { t } = useTranslation()
  const form = Form.useFormInstance<CampaignContent>()
  const words = [{ required: true, whitespace: true, message: t('fault.required') }]
  return (
    <fieldset className="line field-line">
      <legend className="unseen">
        {t('campaign.fields')} {name + 1}
      </legend>
      <Form.Item name={[name, 'key']} hidden noStyle>
        <Input />
      </Form.Item>
      <Form.Item name={[name, 'label']} label={t('campaign.nameZh')} rules={words}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name={[name, 'labelEn']} label={t('campaign.nameEn')} rules={words}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name={[name, 'isLocked']} label={t('campaign.fieldKind')}>
        <Select
          options={[
            { value: true, label: t('campaign.locked') },
            { value: false, label: t('campaign.local') },
          ]}
        />
      </Form.Item>
      <Form.Item
        name={[name, 'value']}
        label={t('campaign.fieldValue')}
        extra={t('campaign.fieldValueHint')}
        className="grow"
      >
        <Input.TextArea maxLength={1000} autoSize />
      </Form.Item>
      <Button
        type="text"
        aria-label={t('campaign.remove', {
          name: form.getFieldValue(['fields', name, 'label']) || name + 1,
        })}
        onClick={onRemove}
      >
        ×
      </Button>
    </fieldset>
  )
}

/** The key of a field is for machines only: the first free number. */
function freeKey(form: { getFieldValue: (name: 'fields') => { key: string }[] | undefined }) {
  const taken = new Set((form.getFieldValue('fields') ?? []).map(({ key }) => key))
  let number = taken.size + 1
  while (taken.has(`field${number}`)) number++
  return `field${number}`
}
