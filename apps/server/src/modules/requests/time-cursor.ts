import { problems } from '../../platform/problems.ts'

const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** Where the page before ended, of a list in order of time and id. */
export function timeCursor(text: string): { at: string; id: string } {
  const [, at, id] = CURSOR.exec(text) ?? []
  if (!at || !id || Number.isNaN(Date.parse(at)))
    throw problems.wrongField('cursor', 'invalid-cursor', 'take it from the page before')
  return { at, id }
}
