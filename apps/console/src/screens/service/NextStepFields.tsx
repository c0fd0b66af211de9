import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'

/** What comes next of a need, and when. */
export function NextStepFields() {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name="nextStep" label={t('need.nextStep')} rules={[{ required: true }]}>
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item name="nextStepOn" label={t('need.nextStepOn')} rules={[{ required: true }]}>
        <Input type="date" />
      </Form.Item>
    </>
  )
}
