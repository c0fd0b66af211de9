import type { Permission } from '@nuandeng/domain'
import type { z } from 'zod'

/**
 * One HTTP operation: the single description that types server and client, is walked by the access
 * tests and yields the OpenAPI document.
 */
export interface Route {
  method: 'GET' | 'POST'
  /** Path with `:name` parameters, below `/api`. */
  url: string
  /** English, one line; what it does for whom. */
  summary: string
  /** Who may call it: anybody, anybody who is logged in, or holders of a permission. */
  permission: Permission | 'public' | 'signed-in'
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodObject
  /** The body is a file as it is (`application/octet-stream`); what it is stands in the query. */
  takes?: 'file'
  /** The JSON reply, or for `stream` routes what each event carries. */
  reply: z.ZodType
  /**
   * How a repeat is answered. `read`: nothing changes. `command`: the `Idempotency-Key` header is
   * stored with the first reply in the same transaction. `own-id`: the body carries the client-made
   * ids of what it creates, and they are the keys.
   */
  repeat: 'read' | 'command' | 'own-id'
  /** `events`: server-sent events; `file`: a download; `redirect`: to another page; otherwise JSON. */
  shape?: 'events' | 'file' | 'redirect'
}

type Part<T> = T extends z.ZodType ? z.output<T> : unknown
type SentPart<T> = T extends z.ZodType ? z.input<T> : unknown
type Field<R, K extends string> = K extends keyof R ? R[K] : undefined

/** What a use case receives: params, query and body in one object. */
export type InputOf<R extends Route> = Part<Field<R, 'params'>> &
  Part<Field<R, 'query'>> &
  Part<Field<R, 'body'>>

/** What a caller sends, before defaults are filled in. */
export type SentOf<R extends Route> = SentPart<Field<R, 'params'>> &
  SentPart<Field<R, 'query'>> &
  SentPart<Field<R, 'body'>>

/** What a use case returns. */
export type ReplyOf<R extends Route> = z.input<R['reply']>
