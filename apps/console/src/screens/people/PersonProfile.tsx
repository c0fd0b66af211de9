import { editPersonRoute, revealPersonRoute } from '@nuandeng/contract'
import { Link } from '@tanstack/react-router'
import { Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import { PersonFields } from './CreatePerson.tsx'
import { usePersonChanged } from './change-person.ts'
import type { Person } from './PersonScreen.tsx'

/** What is known of a person; the number stays masked until somebody says what for. */
export function PersonProfile({ person }: { person: Person }) {
  const { t } = useTranslation()
  const refusalOf = useRefusal()
  const [open, setOpen] = useState<'edit' | 'reveal'>()
  const [phone, setPhone] = useState<string | null>()
  const close = () => setOpen(undefined)
  const { path } = person.unit
  return (
    <section className="card">
      <h2>{t('person.profile')}</h2>
      <dl className="pairs">
        <dt>{t('people.unit')}</dt>
        <dd>
          <Link to="/unit" search={{ unitId: person.unit.unitId }}>
            {person.unit.name}
          </Link>
        </dd>
        <dt>{t('people.loginName')}</dt>
        <dd>{person.loginName}</dd>
        <dt>{t('people.staffNo')}</dt>
        <dd>{person.staffNo}</dd>
        <dt>{t('people.phone')}</dt>
        <dd aria-live="polite">
          {phone ?? person.phone ?? t('person.noPhone')}
          {phone && <span className="soft"> · {t('person.lookAudited')}</span>}
        </dd>
      </dl>
      <Actions
        actions={[
          {
            label: t('person.edit'),
            reason: refusalOf('person.edit', path),
            onClick: () => setOpen('edit'),
          },
          {
            label: t('person.reveal'),
            reason:
              refusalOf('person.reveal', path) ??
              (person.phone === null ? t('person.noPhone') : undefined),
            onClick: () => setOpen('reveal'),
          },
        ]}
      />
      {open === 'edit' && <Edit person={person} onClose={close} />}
      {open === 'reveal' && (
        <FormModal
          title={t('person.reveal')}
          submit={t('person.reveal')}
          onCancel={close}
          send={({ purpose }: { purpose: string }) =>
            call(revealPersonRoute, { personId: person.personId, purpose })
          }
          onDone={(reply) => {
            setPhone(reply.phone)
            close()
          }}
        >
          <p className="soft">{t('person.revealNote')}</p>
          <Form.Item name="purpose" label={t('person.purpose')} rules={[{ required: true }]}>
            <Input maxLength={200} />
          </Form.Item>
        </FormModal>
      )}
    </section>
  )
}

interface PersonEdit {
  name: string
  staffNo: string
  unitId: string
  phone?: string
  isPhoneDropped?: boolean
}

function Edit({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation()
  const changed = usePersonChanged()
  const { personId, name, staffNo, unit } = person
  return (
    <FormModal
      title={t('person.editTitle', { name })}
      submit={t('app.save')}
      onCancel={onClose}
      initialValues={{ name, staffNo, unitId: unit.unitId }}
      fieldOf={{ 'staff-no-taken': 'staffNo' }}
      send={({ phone, isPhoneDropped, ...input }: PersonEdit, commandId) => {
        const number = isPhoneDropped ? { phone: null } : phone ? { phone } : {}
        return call(editPersonRoute, { personId, ...input, ...number }, commandId)
      }}
      onDone={() => {
        changed('person.edited')
        onClose()
      }}
    >
      <p className="soft">{t('person.editNote', { phone: person.phone ?? t('person.noPhone') })}</p>
      <PersonFields />
      {person.phone && (
        <Form.Item name="isPhoneDropped" valuePropName="checked">
          <Checkbox>{t('person.dropPhone')}</Checkbox>
        </Form.Item>
      )}
    </FormModal>
  )
}
