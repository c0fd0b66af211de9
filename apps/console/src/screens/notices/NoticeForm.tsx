import type { ReplyOf, Route } from '@nuandeng/contract'
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FormModal } from '../../shell/ServerForm.tsx'

/** One thing done here: its fields, what it sends, and what is read again afterwards. */
export function NoticeForm<Input extends object, R extends Route>({
  title,
  note,
  stale,
  onClose,
  children,
  ...form
}: {
  title: string
  note?: string | undefined
  stale: QueryKey[]
  onClose: () => void
  send: (input: Input, commandId: string) => Promise<ReplyOf<R>>
  initialValues?: Partial<Input>
  isDanger?: boolean
  children?: ReactNode
}) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  return (
    <FormModal
      {...form}
      title={title}
      submit={title}
      onCancel={onClose}
      onDone={async () => {
        await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })))
        message.success(t('requestForm.done2'))
        onClose()
      }}
    >
      {note && <p className="soft">{note}</p>}
      {children}
    </FormModal>
  )
}
