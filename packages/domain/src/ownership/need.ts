/** What a need (需求) is about. */
export const NEED_TOPICS = [
  'new-supply',
  'capacity',
  'irrigation',
  'wiring',
  'supply-quality',
  'billing',
  'energy-saving',
  'emergency-supply',
  'care',
  'visit',
  'other',
] as const
export type NeedTopic = (typeof NEED_TOPICS)[number]

/** How it was found (主动发现): by a visit, from readings, opinions or lists of projects, or the customer said it. */
export const NEED_SOURCES = [
  'visit',
  'usage',
  'opinion',
  'project-list',
  'customer',
  'other',
] as const
export type NeedSource = (typeof NEED_SOURCES)[number]

/** With what a need is closed. */
export const NEED_RESULTS = ['solved', 'handed-over', 'not-needed', 'not-possible'] as const
export type NeedResult = (typeof NEED_RESULTS)[number]

export const NEED_STATES = ['open', 'closed'] as const
export type NeedState = (typeof NEED_STATES)[number]

/** The furthest that a next step may lie ahead: what is put off for longer has no next step. */
export const NEXT_STEP_DAYS = 180
