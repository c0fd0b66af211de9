import type { ReplyOf, Route, SentOf } from '@nuandeng/contract'
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { call } from './call.ts'

/**
 * Sends a command. The same input sent again after a failure is the same command, so that nothing is
 * done twice when only the answer got lost. What `stale` names is read again before it counts as done.
 */
export function useCommand<R extends Route>(
  route: R,
  how: { stale: QueryKey[]; onDone?: (reply: ReplyOf<R>) => void },
) {
  const queries = useQueryClient()
  const last = useRef<{ key: string; commandId: string }>(undefined)
  return useMutation({
    mutationFn: (input: SentOf<R>) => {
      const key = JSON.stringify(input)
      if (last.current?.key !== key) last.current = { key, commandId: crypto.randomUUID() }
      return call(route, input, last.current.commandId)
    },
    onSuccess: async (reply) => {
      last.current = undefined
      await Promise.all(how.stale.map((queryKey) => queries.invalidateQueries({ queryKey })))
      how.onDone?.(reply)
    },
  })
}
