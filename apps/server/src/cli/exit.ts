import { DataFolderInUse } from '../platform/embedded-postgres.ts'

/** What each exit code means; printed by `nuandeng --help`. */
export const EXIT = {
  done: 0,
  /** The command ran and found a difference or a fault. */
  fault: 1,
  /** The command line is wrong. */
  usage: 2,
  /** The installation cannot be opened: database, keys, port. */
  unavailable: 3,
  /** Another server holds the data folder. */
  inUse: 4,
} as const

/** The exit code for an error that ended a command. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof DataFolderInUse) return EXIT.inUse
  return EXIT.unavailable
}
