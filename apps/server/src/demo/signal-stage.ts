import type { Actor, Context } from '../platform/context.ts'
import type { Installation } from '../start.ts'
import type { DemoUnit } from './province.ts'

export const DEMO_EDITION = 'residents-1'

/** What the story is told on. */
export interface SignalStage {
  installation: Installation
  office: Actor
  cityOffice: Actor
  /** Office of the city and care officer in one. */
  watcher: Actor
  city: DemoUnit
  now: Date
}

/** Runs a use case as somebody, at a time, in a transaction of its own. */
export function play<T>(
  { installation: { database, vault } }: Pick<SignalStage, 'installation'>,
  { actor, now }: Pick<Context, 'actor' | 'now'>,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  return database.transact('system', (db) =>
    work({ db, vault, actor, now, announce: () => undefined }),
  )
}
