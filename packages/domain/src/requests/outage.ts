/** Kinds of outage that are announced (停电类型): planned, and temporary ones told to important users. */
export const OUTAGE_KINDS = ['planned', 'temporary'] as const
export type OutageKind = (typeof OUTAGE_KINDS)[number]

export const OUTAGE_STATES = ['planned', 'published', 'begun', 'ended', 'cancelled'] as const
export type OutageState = (typeof OUTAGE_STATES)[number]

/** What ends the notice of such an outage, by the names of the editions. */
export const OUTAGE_BEGINS: Record<OutageKind, string> = {
  planned: 'outage.began',
  temporary: 'temporary-outage.began',
}

export type OutageAction = 'publish' | 'move' | 'begin' | 'extend' | 'end' | 'cancel'

const STATES: Record<OutageAction, readonly OutageState[]> = {
  publish: ['planned', 'published'],
  move: ['planned', 'published'],
  begin: ['planned', 'published'],
  extend: ['begun'],
  end: ['begun'],
  cancel: ['planned', 'published'],
}

export const outageCan = (action: OutageAction, state: OutageState): boolean =>
  STATES[action].includes(state)

/**
 * The verdict on the notice of an outage (trap 4): kept once it stands published in time, broken when the
 * outage begins without that. Until then it is open: the outage may still be moved.
 */
export function noticeVerdict(
  outage: { noticeBy: Date; beginsAt: Date; publishedAt: Date | null },
  asOf: Date,
): 'kept' | 'broken' | 'open' {
  if (outage.publishedAt && outage.publishedAt <= outage.noticeBy) return 'kept'
  return asOf >= outage.beginsAt ? 'broken' : 'open'
}
