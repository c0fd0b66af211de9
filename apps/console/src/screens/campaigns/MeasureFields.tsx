import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CampaignContent } from './current-campaign.ts'

/** The written definition of each of the six measures (统计口径). */
export function MeasureFields() {
  const { t } = useTranslation()
  const form = Form.useFormInstance<CampaignContent>()
  const words = [{ required: true, whitespace: true, message: t('fault.required') }]
  return (
    <section className="card">
      <h2>{t('campaign.measures')}</h2>
      <p className="soft">{t('campaign.measuresHint')}</p>
      <Form.List name="measures">
        {(measures) =>
          measures.map(({ key, name }) => (
            <fieldset key={key} className="line measure-line">
              <legend>{t(`measure.${form.getFieldValue(['measures', name, 'measure'])}`)}</legend>
              <Form.Item name={[name, 'measure']} hidden noStyle>
                <Input />
              </Form.Item>
              <Form.Item name={[name, 'name']} label={t('campaign.nameZh')} rules={words}>
                <Input maxLength={40} />
              </Form.Item>
              <Form.Item name={[name, 'nameEn']} label={t('campaign.nameEn')} rules={words}>
                <Input maxLength={60} />
              </Form.Item>
              <Form.Item name={[name, 'unit']} label={t('campaign.measureUnit')} rules={words}>
                <Input maxLength={8} />
              </Form.Item>
              <Form.Item
                name={[name, 'definition']}
                label={t('campaign.definition')}
                rules={words}
                className="whole"
              >
                <Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} />
              </Form.Item>
            </fieldset>
          ))
        }
      </Form.List>
    </section>
  )
}
