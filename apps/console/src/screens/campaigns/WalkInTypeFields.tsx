import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CampaignContent } from './current-campaign.ts'

const MOST = 30
const CODE = /^[A-Z][A-Z0-9]{0,7}$/

/** The campaign's own dictionary of walk-in types (走进类型). */
export function WalkInTypeFields() {
  const { t } = useTranslation()
  const form = Form.useFormInstance<CampaignContent>()
  const words = [{ required: true, whitespace: true, message: t('fault.required') }]
  const codeRules = [
    { required: true, message: t('fault.required') },
    { pattern: CODE, message: t('fault.codeFormat') },
  ]
  return (
    <section className="card">
      <h2>{t('campaign.walkInTypes')}</h2>
      <p className="soft">{t('campaign.walkInHint')}</p>
      <Form.List name="walkInTypes">
        {(types, { add, remove }) => (
          <>
            {types.map(({ key, name }) => (
              <fieldset key={key} className="line type-line">
                <legend className="unseen">
                  {t('campaign.walkInTypes')} {name + 1}
                </legend>
                <Form.Item name={[name, 'code']} label={t('campaign.code')} rules={codeRules}>
                  <Input maxLength={8} />
                </Form.Item>
                <Form.Item name={[name, 'name']} label={t('campaign.nameZh')} rules={words}>
                  <Input maxLength={60} />
                </Form.Item>
                <Form.Item name={[name, 'nameEn']} label={t('campaign.nameEn')} rules={words}>
                  <Input maxLength={80} />
                </Form.Item>
                <Button
                  type="text"
                  disabled={types.length === 1}
                  aria-label={t('campaign.remove', {
                    name: form.getFieldValue(['walkInTypes', name, 'name']) || name + 1,
                  })}
                  onClick={() => remove(name)}
                >
                  ×
                </Button>
              </fieldset>
            ))}
            <Button
              type="dashed"
              disabled={types.length >= MOST}
              onClick={() => add({ code: freeCode(form), name: '', nameEn: '' })}
            >
              ＋ {t('campaign.addType')}
            </Button>
          </>
        )}
      </Form.List>
    </section>
  )
}

function freeCode(form: { getFieldValue: (name: 'walkInTypes') => { code: string }[] }): string {
  const taken = new Set(form.getFieldValue('walkInTypes').map(({ code }) => code))
  let number = taken.size + 1
  while (taken.has(`W${number}`)) number++
  return `W${number}`
}
