import { grantRoleRoute } from '@nuandeng/contract'
import { ROLES, type Role, SEPARATED_ROLES } from '@nuandeng/domain'
import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { todayInChina } from '../../shell/format.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import { usePersonChanged } from './change-person.ts'
import type { Person } from './PersonScreen.tsx'

interface NewRole {
  role: Role
  unitId: string
  validFrom: string
  validTo?: string
}

const isSeparated = (role: Role) => (SEPARATED_ROLES as readonly Role[]).includes(role)

/** Gives a person a role; what separated administration forbids cannot be chosen and says why. */
export function GrantRole({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation()
  const changed = usePersonChanged()
  const [assignmentId] = useState(() => crypto.randomUUID())
  const { personId, name, unit, roles } = person
  const today = todayInChina()
  const rival = roles.find(
    ({ role, validTo }) => isSeparated(role) && (validTo === null || validTo > today),
  )
  const options = ROLES.filter((role) => role !== 'display').map((value) => {
    const isBarred = rival !== undefined && isSeparated(value) && value !== rival.role
    const bar = isBarred ? `（${t('person.barred', { role: t(`role.${rival.role}`) })}）` : ''
    return { value, label: t(`role.${value}`) + bar, disabled: isBarred }
  })
  return (
    <FormModal
      title={t('person.grantTitle', { name })}
      submit={t('person.grant')}
      onCancel={onClose}
      initialValues={{ unitId: unit.unitId, validFrom: today }}
      fieldOf={{ 'roles-separated': 'role', 'role-held': 'role' }}
      send={({ validTo, ...input }: NewRole, commandId) =>
        call(
          grantRoleRoute,
          { personId, assignmentId, ...input, ...(validTo ? { validTo } : {}) },
          commandId,
        )
      }
      onDone={() => {
        changed('person.granted')
        onClose()
      }}
    >
      <Form.Item name="role" label={t('people.role')} rules={[{ required: true }]}>
        <Select options={options} placeholder={t('person.pickRole')} />
      </Form.Item>
      <Form.Item
        name="unitId"
        label={t('person.reach')}
        extra={t('person.reachHint')}
        rules={[{ required: true }]}
      >
        <UnitPicker />
      </Form.Item>
      <div className="pair">
        <Form.Item name="validFrom" label={t('person.from')} rules={[{ required: true }]}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="validTo" label={t('person.to')} extra={t('person.toHint')}>
          <Input type="date" />
        </Form.Item>
      </div>
    </FormModal>
  )
}
