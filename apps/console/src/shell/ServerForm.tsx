import { useMutation } from '@tanstack/react-query'
import { Button, Form, Modal } from 'antd'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallFailed } from '../api/call.ts'
import { Failure, useFaultReason, useReason } from './Failure.tsx'

export interface ServerFormProps<Input, Reply> {
  /** `commandId` stays the same for a repeat of the same input, so that it gets the first answer. */
  send: (input: Input, commandId: string) => Promise<Reply>
  onDone: (reply: Reply, input: Input) => void
  submit: string
  initialValues?: Partial<Input>
  /** Refusals that speak of one field, by their code. */
  fieldOf?: Record<string, string>
  isDanger?: boolean
  onCancel?: () => void
  /** Wider than a column of fields. */
  isWide?: boolean
  children: ReactNode
}

/** A form whose refusals stand at their fields; what was typed stays until the server took it. */
export function ServerForm<Input extends object, Reply>(props: ServerFormProps<Input, Reply>) {
  const { t } = useTranslation()
  // Two forms of one page may have fields of the same name.
  const id = useId()
  const [form] = Form.useForm()
  const sent = useRef({ input: '', commandId: '' })
  const faultsOf = useFaultsAtFields(props.fieldOf ?? {})
  const mutation = useMutation({
    mutationFn: (input: Input) => {
      const text = JSON.stringify(input)
      if (sent.current.input !== text) {
        sent.current = { input: text, commandId: crypto.randomUUID() }
      }
      return props.send(input, sent.current.commandId)
    },
    onSuccess: props.onDone,
    onError: (error) => {
      const faults = faultsOf(error, form.getFieldsValue())
      form.setFields(faults)
      const [first] = faults
      if (first) form.focusField(first.name)
    },
  })
  const isAtField =
    mutation.error &&
    faultsOf(mutation.error, form.getFieldsValue()).some(({ errors }) => errors[0])
  return (
    <Form
      form={form}
      name={id}
      layout="vertical"
      {...(props.initialValues ? { initialValues: props.initialValues } : {})}
      onFinish={(input: Input) => mutation.mutate(input)}
      onValuesChange={(changed: object) =>
        form.setFields(Object.keys(changed).map((name) => ({ name, errors: [] })))
      }
      scrollToFirstError={{ focus: true }}
      style={{ maxWidth: props.isWide ? 'none' : 560 }}
    >
      {props.children}
      {mutation.error && !isAtField && <Failure error={mutation.error} />}
      <div className="row">
        <Button
          type="primary"
          htmlType="submit"
          loading={mutation.isPending}
          danger={props.isDanger ?? false}
        >
          {props.submit}
        </Button>
        {props.onCancel && <Button onClick={props.onCancel}>{t('app.cancel')}</Button>}
      </div>
    </Form>
  )
}

/** The faults that belong to fields of a form, in words. */
function useFaultsAtFields(fieldOf: Record<string, string>) {
  const reason = useReason()
  const faultReason = useFaultReason()
  return (error: unknown, fields: object) => {
    if (!(error instanceof CallFailed)) return []
    const own = fieldOf[error.code]
    const faults = own
      ? [{ name: own, errors: [reason(error)] }]
      : (error.problem?.errors ?? []).map((fault) => ({
          name: fault.field,
          errors: [faultReason(fault)],
        }))
    return faults.filter(({ name }) => Object.hasOwn(fields, name))
  }
}

interface FormModalProps<Input, Reply> extends ServerFormProps<Input, Reply> {
  title: string
  onCancel: () => void
}

/** A form in a dialogue: one thing is done to one subject. */
export function FormModal<Input extends object, Reply>(props: FormModalProps<Input, Reply>) {
  const { title, ...form } = props
  useFocusBack()
  return (
    <Modal open title={title} footer={null} onCancel={props.onCancel} width={560}>
      <ServerForm {...form} />
    </Modal>
  )
}

/** Whoever works by keyboard goes on where the dialogue was opened: it is taken away at once, not closed. */
function useFocusBack() {
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement) opener.focus()
    },
    [opener],
  )
}
