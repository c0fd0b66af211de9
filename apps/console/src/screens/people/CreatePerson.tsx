import { createPersonRoute } from '@nuandeng/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import { newFirstPassword } from './first-password.ts'
import { PasswordSlip, type Slip } from './PasswordSlip.tsx'

interface NewPerson {
  unitId: string
  name: string
  loginName: string
  staffNo: string
  phone?: string
}

/** Adds a person; the first password is made here and shown once after the server took it. */
export function CreatePerson({
  unitId,
  onClose,
}: {
  unitId: string | undefined
  onClose: () => void
}) {
  const { t } = useTranslation()
  const me = useMe()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [made] = useState(() => ({
    personId: crypto.randomUUID(),
    firstPassword: newFirstPassword(),
  }))
  const [slip, setSlip] = useState<Slip>()
  if (slip) {
    const { personId } = made
    const open = () => navigate({ to: '/people/$personId', params: { personId } })
    return <PasswordSlip slip={slip} onClose={open} />
  }
  return (
    <FormModal
      title={t('people.create')}
      submit={t('people.create')}
      onCancel={onClose}
      initialValues={{ unitId: unitId ?? me.unit.unitId }}
      fieldOf={{ 'login-name-taken': 'loginName', 'staff-no-taken': 'staffNo' }}
      send={({ phone, ...input }: NewPerson, commandId) =>
        call(createPersonRoute, { ...made, ...input, ...(phone ? { phone } : {}) }, commandId)
      }
      onDone={(_, { name, loginName }) => {
        setSlip({ name, loginName, password: made.firstPassword })
        queries.invalidateQueries({ queryKey: ['people'] })
      }}
    >
      <p className="soft">{t('people.createNote')}</p>
      <PersonFields />
      <Form.Item
        name="loginName"
        label={t('people.loginName')}
        extra={t('people.loginNameHint')}
        rules={[
          { required: true },
          { pattern: /^[a-z0-9][a-z0-9._-]{2,39}$/, message: t('people.loginNameHint') },
        ]}
      >
        <Input autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={40} />
      </Form.Item>
    </FormModal>
  )
}

/** What is known of a person, as both the new and the known one show it. */
export function PersonFields() {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name="name" label={t('people.name')} rules={[{ required: true }]}>
        <Input autoComplete="off" maxLength={60} />
      </Form.Item>
      <Form.Item
        name="staffNo"
        label={t('people.staffNo')}
        rules={[
          { required: true },
          { pattern: /^[A-Za-z0-9-]{1,24}$/, message: t('people.staffNoHint') },
        ]}
      >
        <Input autoComplete="off" maxLength={24} />
      </Form.Item>
      <Form.Item name="unitId" label={t('people.unit')} rules={[{ required: true }]}>
        <UnitPicker />
      </Form.Item>
      <Form.Item
        name="phone"
        label={t('people.phone')}
        extra={t('people.phoneHint')}
        rules={[{ pattern: /^\+?[0-9][0-9-]{4,19}$/, message: t('people.phoneWrong') }]}
      >
        <Input type="tel" autoComplete="off" maxLength={20} />
      </Form.Item>
    </>
  )
}
