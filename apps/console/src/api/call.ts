import type { ProblemReply, ReplyOf, Route, SentOf } from '@nuandeng/contract'

/** A refusal of the server, or that it could not be reached. */
export class CallFailed extends Error {
  readonly code: string
  readonly problem: ProblemReply | undefined

  constructor(code: string, problem?: ProblemReply) {
    super(problem?.detail ?? problem?.title ?? code)
    this.code = code
    this.problem = problem
  }
}

/** Calls an operation; `commandId` is made once per intent, so that a repeat of it gets the first answer. */
export async function call<R extends Route>(
  route: R,
  input: SentOf<R>,
  commandId: string = crypto.randomUUID(),
): Promise<ReplyOf<R>> {
  const { url, rest } = addressOf(route, input as Record<string, unknown>)
  const isGet = route.method === 'GET'
  const response = await fetch(url, {
    method: route.method,
    headers: {
      accept: 'application/json',
      ...(isGet ? {} : { 'content-type': 'application/json' }),
      ...(route.repeat === 'command' ? { 'idempotency-key': commandId } : {}),
    },
    ...(isGet ? {} : { body: JSON.stringify(rest) }),
  }).catch(() => {
    throw new CallFailed('offline')
  })
  const reply = await response.json().catch(() => undefined)
  if (response.ok) return reply as ReplyOf<R>
  throw new CallFailed(reply?.code ?? 'internal', reply)
}

/** Calls an operation that answers with a file, and lets the browser save it. */
export async function download(route: Route, input: Record<string, unknown>, name: string) {
  const { url, rest } = addressOf(route, input)
  const response = await fetch(url, {
    method: route.method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rest),
  }).catch(() => {
    throw new CallFailed('offline')
  })
  if (!response.ok) {
    const reply = await response.json().catch(() => undefined)
    throw new CallFailed(reply?.code ?? 'internal', reply)
  }
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

/** The address of an operation with its parameters and, for GET, its query. */
export function addressOf(route: Route, input: Record<string, unknown>) {
  const rest = { ...input }
  const path = route.url.replace(/:(\w+)/g, (_, key: string) => {
    const value = String(rest[key])
    delete rest[key]
    return encodeURIComponent(value)
  })
  const given = Object.entries(rest).filter(([, value]) => value !== undefined && value !== '')
  const query = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()
  const isGet = route.method === 'GET'
  return { url: `/api${path}${isGet && query ? `?${query}` : ''}`, rest }
}
