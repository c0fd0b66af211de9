import { revealCustomerRoute, verifyCustomerRoute } from '@nuandeng/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import type { CustomerFile, Full } from './words.ts'

/** What can be done with a file: confirm it, change it, look at it in full. */
export function FileTasks({
  file,
  isFull,
  onReveal,
}: {
  file: CustomerFile
  isFull: boolean
  onReveal: (full: Full) => void
}) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const refusalOf = useRefusal()
  const [open, setOpen] = useState<'verify' | 'reveal'>()
  const { customerId, version } = file
  const { path } = file.unit
  const merged = file.mergedIntoId ? t('customer.merged') : undefined
  const close = () => setOpen(undefined)
  const refresh = () => {
    queries.invalidateQueries({ queryKey: ['customer', customerId] })
    queries.invalidateQueries({ queryKey: ['customers'] })
  }
  return (
    <>
      <Actions
        actions={[
          {
            label: t('customer.edit'),
            reason: merged ?? refusalOf('customer.edit', path),
            onClick: () => navigate({ to: '/customers/$customerId/edit', params: { customerId } }),
            isPrimary: true,
          },
          {
            label: t('customer.verify'),
            reason: merged ?? refusalOf('customer.verify', path),
            onClick: () => setOpen('verify'),
          },
          {
            label: t('customer.reveal'),
            reason:
              refusalOf('customer.reveal', path) ?? (isFull ? t('customer.isFull') : undefined),
            onClick: () => setOpen('reveal'),
          },
        ]}
      />
      {open === 'verify' && (
        <FormModal
          title={t('customer.verify')}
          submit={t('customer.verify')}
          onCancel={close}
          send={({ note }: { note?: string }, commandId) =>
            call(
              verifyCustomerRoute,
              { customerId, version, ...(note?.trim() ? { note: note.trim() } : {}) },
              commandId,
            ).catch((error) => {
              // What stands on the screen may be old by now: it is read again beside the refusal.
              refresh()
              throw error
            })
          }
          onDone={() => {
            message.success(t('customer.verified'))
            refresh()
            close()
          }}
        >
          <p className="soft">{t('customer.verifyNote')}</p>
          <Form.Item name="note" label={t('customer.note')}>
            <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
          </Form.Item>
        </FormModal>
      )}
      {open === 'reveal' && (
        <RevealCustomer
          customerId={customerId}
          onClose={close}
          onDone={(full) => {
            onReveal(full)
            queries.invalidateQueries({ queryKey: ['customer', customerId, 'timeline'] })
            close()
          }}
        />
      )}
    </>
  )
}

/** Asks what for before it shows name, address and people in full. */
export function RevealCustomer({
  customerId,
  onClose,
  onDone,
}: {
  customerId: string
  onClose: () => void
  onDone: (full: Full) => void
}) {
  const { t } = useTranslation()
  return (
    <FormModal
      title={t('customer.reveal')}
      submit={t('customer.reveal')}
      onCancel={onClose}
      send={({ purpose }: { purpose: string }, commandId) =>
        call(revealCustomerRoute, { customerId, purpose }, commandId)
      }
      onDone={onDone}
    >
      <p className="soft">{t('customer.revealNote')}</p>
      <Form.Item name="purpose" label={t('customer.purpose')} rules={[{ required: true }]}>
        <Input maxLength={200} />
      </Form.Item>
    </FormModal>
  )
}
