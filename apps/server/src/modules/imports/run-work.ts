import type { Actor, Context } from '../../platform/context.ts'
import type { UnitRow } from '../organisation/index.ts'
import type { House } from './house.ts'
import type { ImportDeps } from './list-to-import.ts'
import type { RunView } from './run-view.queries.ts'

export interface Workshop extends Omit<ImportDeps, 'actor'>, House {
  /** The data folder of the installation. */
  dataDir: string
  onError(error: unknown): void
}

/** A run that is worked on, and for whom. */
export interface Work {
  workshop: Workshop
  run: RunView
  unit: UnitRow
  actor: Actor
}

export function inReach<T>(
  { workshop: { database, now }, unit, actor }: Work,
  work: (ctx: Pick<Context, 'db' | 'actor' | 'now'>) => Promise<T>,
) {
  return database.transact({ paths: [unit.path], personId: actor.personId }, (db) =>
    work({ db, actor, now: now() }),
  )
}

export function subjectOf({ run }: Work) {
  return { id: run.runId, path: run.unitPath, cityCode: run.cityCode }
}
