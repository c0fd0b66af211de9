import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'

/** What is noted of whoever asks for personal data: who, and how that was checked. */
export interface AskerValues {
  asker: string
  identityCheck: string
}

/** Who asks, and how the identity was checked; personal data leave the house on nothing less. */
export function AskerFields({ hint }: { hint?: string }) {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name="asker" label={t('care.asker')} extra={hint} rules={[{ required: true }]}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="identityCheck"
        label={t('care.identityCheck')}
        extra={t('care.identityHint')}
        rules={[{ required: true }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </>
  )
}
