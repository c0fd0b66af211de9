import { listChainsRoute, type ReplyOf } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'

export type Chain = ReplyOf<typeof listChainsRoute>['items'][number]

/** The chains of the cities in reach. */
export function useChains() {
  return useQuery({
    queryKey: ['chains'],
    queryFn: async () => (await call(listChainsRoute, {})).items,
  })
}
