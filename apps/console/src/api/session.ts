import { getMeRoute, type ReplyOf } from '@nuandeng/contract'
import { isWithin, type Permission, ROLE_PERMISSIONS } from '@nuandeng/domain'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from './call.ts'

export type Me = ReplyOf<typeof getMeRoute>

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => call(getMeRoute, {}),
  staleTime: 60_000,
  retry: false,
})

/** Who is logged in; only below the shell, which waits for it. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (!data) throw new Error('nobody is logged in')
  return data
}

export function may(me: Me, permission: Permission): boolean {
  return me.permissions.includes(permission)
}

/** Whether a role of mine carries the permission at this place; the server decides again. */
export function mayAt(me: Me, permission: Permission, path: string): boolean {
  return me.grants.some(
    ({ role, unit }) => ROLE_PERMISSIONS[role].includes(permission) && isWithin(path, unit.path),
  )
}
