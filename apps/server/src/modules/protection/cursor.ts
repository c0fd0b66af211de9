import { problems } from '../../platform/problems.ts'

const ID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** A cursor that is the id of the last row of the page before. */
export function cursorId(cursor: string): string {
  if (!ID.test(cursor)) {
    throw problems.wrongField('cursor', 'invalid-cursor', 'take it from the page before')
  }
  return cursor
}
