import type { Fault } from '@nuandeng/contract'
import type { FormInstance } from 'antd'
import { useTranslation } from 'react-i18next'
import { CallFailed } from '../../api/call.ts'

/** `activities[0].heldOn` as a form names it. */
export function pathOf(field: string): (string | number)[] {
  return field
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
}

/** Shows the faults that the server found at their fields, and gives back those that have none here. */
export function useFaults(form: FormInstance) {
  const { t, i18n } = useTranslation()
  const wordsOf = ({ code, reason }: Fault) =>
    i18n.exists(`fault.${code}`) ? t(`fault.${code}`) : reason
  return (error: unknown): string[] => {
    const faults = error instanceof CallFailed ? (error.problem?.errors ?? []) : []
    const here = faults.filter(({ field }) => form.getFieldInstance(pathOf(field)))
    form.setFields(
      here.map((fault) => ({ name: pathOf(fault.field), errors: [wordsOf(fault)] })) as never,
    )
    const [first] = here
    if (first) form.scrollToField(pathOf(first.field), { focus: true, block: 'center' })
    return faults
      .filter((fault) => !here.includes(fault))
      .map((fault) => `${fault.field}: ${wordsOf(fault)}`)
  }
}
