import type { Fault } from '@nuandeng/contract'
import type { z } from 'zod'

/**
 * Faults of a zod parse in our own form: field as a dotted path with `[row]` for array items, a
 * stable code and the reason in words.
 */
export function faultsOf(error: z.ZodError, at = ''): Fault[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        field: joinPath(at, [...issue.path, key]),
        code: 'unknown-field',
        reason: 'there is no such field',
      }))
    }
    return [{ field: joinPath(at, issue.path), code: codeOf(issue), reason: issue.message }]
  })
}

function codeOf(issue: z.core.$ZodIssue): string {
  return issue.code.replaceAll('_', '-')
}

function joinPath(at: string, path: readonly PropertyKey[]): string {
  let text = at
  for (const step of path) {
    text += typeof step === 'number' ? `[${step}]` : text ? `.${String(step)}` : String(step)
  }
  return text || 'body'
}
