import { changePasswordRoute } from '@nuandeng/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { meQuery } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'

/** The first password was made by somebody else: nothing else is open before it is changed. */
export function ChangePassword() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: (input: { password: string; newPassword: string }) =>
      call(changePasswordRoute, input),
    onSuccess: () => queries.invalidateQueries(meQuery),
  })
  return (
    <main className="main" style={{ maxWidth: 460, margin: '0 auto' }}>
      <h1>{t('signIn.changeTitle')}</h1>
      <Form layout="vertical" onFinish={(input) => change.mutate(input)} requiredMark={false}>
        <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true }]}>
          <Input type="password" autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="newPassword"
          label={t('signIn.newPassword')}
          rules={[{ required: true, min: 12 }]}
        >
          <Input type="password" autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t('signIn.change')}
        </Button>
      </Form>
      {change.error && <Failure error={change.error} />}
    </main>
  )
}
