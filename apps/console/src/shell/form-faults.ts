import type { FormInstance } from 'antd'
import { CallFailed } from '../api/call.ts'
import { useFaultReason } from './Failure.tsx'

/** `activities[0].heldOn` as a form names it. */
function pathOf(field: string): (string | number)[] {
  return field
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
}

/** Shows the faults that the server found at their fields, and gives back those that have none here. */
export function useFaults(form: FormInstance) {
  const wordsOf = useFaultReason()
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
