import { randomUUID } from 'node:crypto'
import {
  changePasswordRoute,
  type ProblemReply,
  type ReplyOf,
  type Route,
  type SentOf,
  signInRoute,
} from '@nuandeng/contract'

/** Calls operations of a running server over HTTP; a refusal is thrown with its code. */
export function api(url: string, token?: string) {
  return async <R extends Route>(route: R, input: SentOf<R>): Promise<ReplyOf<R>> => {
    const rest: Record<string, unknown> = { ...(input as object) }
    const path = route.url.replace(/:(\w+)/g, (_, key: string) => {
      const value = String(rest[key])
      delete rest[key]
      return encodeURIComponent(value)
    })
    const response = await fetch(`${url}/api${path}`, {
      method: route.method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(route.method === 'GET' ? {} : { 'content-type': 'application/json' }),
        ...(route.repeat === 'command' ? { 'idempotency-key': randomUUID() } : {}),
      },
      ...(route.method === 'GET' ? {} : { body: JSON.stringify(rest) }),
    })
    const reply: unknown = await response.json()
    if (response.ok) return reply as ReplyOf<R>
    const { code, detail, title } = reply as ProblemReply
    throw new Error(`${route.method} ${path}: ${response.status} ${code}: ${detail ?? title}`)
  }
}

export type Api = ReturnType<typeof api>

/** Logs in; a first password is changed to `newPassword` on the way. */
export async function signIn(
  url: string,
  { loginName, password }: { loginName: string; password: string },
  newPassword?: string,
): Promise<Api> {
  const { token } = await api(url)(signInRoute, { loginName, password })
  const call = api(url, token)
  if (newPassword) await call(changePasswordRoute, { password, newPassword })
  return call
}
