/** What can have been decided of two files that may be one customer. */
export const PAIR_STATES = ['open', 'merged', 'distinct'] as const
