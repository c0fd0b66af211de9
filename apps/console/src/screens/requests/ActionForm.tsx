import type { closeRequestRoute, ReplyOf } from '@nuandeng/contract'
import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FormModal } from '../../shell/ServerForm.tsx'
import type { RequestFile } from './RequestScreen.tsx'

export interface Dialogue {
  file: RequestFile
  onClose: () => void
}
type Reply = ReplyOf<typeof closeRequestRoute>

/** One action on a request: its fields, and what it does with them. */
export function ActionForm<Input extends object>({
  file,
  onClose,
  title,
  note,
  send,
  initialValues,
  isDanger = false,
  children,
}: Dialogue & {
  title: string
  note?: string
  send: (input: Input, commandId: string) => Promise<Reply>
  initialValues?: Partial<Input>
  isDanger?: boolean
  children?: ReactNode
}) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const done = async () => {
    await queries.invalidateQueries({ queryKey: ['requests'] })
    message.success(t('requestForm.done2'))
    onClose()
  }
  return (
    <FormModal
      title={`${title} · ${file.number}`}
      submit={title}
      isDanger={isDanger}
      onCancel={onClose}
      send={send}
      onDone={done}
      {...(initialValues ? { initialValues } : {})}
    >
      {note && <p className="soft">{note}</p>}
      {children}
    </FormModal>
  )
}
