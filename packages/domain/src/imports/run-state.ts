/** States of an import run (导入批次): it waits its turn, is worked on, and ends; a stopped one goes on. */
export const RUN_STATES = ['waiting', 'importing', 'stopped', 'done', 'failed'] as const
export type RunState = (typeof RUN_STATES)[number]

/** What each state of a run allows; shared by the use cases and the screens. */
export const runCan = {
  stop: (state: RunState) => state === 'waiting' || state === 'importing',
  resume: (state: RunState) => state === 'stopped' || state === 'failed',
} as const
