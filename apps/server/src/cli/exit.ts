import { CommanderError } from 'commander'
import { BackupRefused } from '../platform/backup/format.ts'
import { DataFolderInUse } from '../platform/embedded-postgres.ts'
import { Problem } from '../platform/problems.ts'

/** What each exit code means; printed by `nuandeng --help`. */
export const EXIT = {
  done: 0,
  /** The command ran and found a difference or a fault. */
  fault: 1,
  /** The command line is wrong. */
  usage: 2,
  /** The installation cannot be opened: database, keys, port. */
  unavailable: 3,
  /** Another server holds the data folder, or one of an older version does. */
  inUse: 4,
} as const

/** The exit code for an error that ended a command. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
  if (error instanceof Problem) return error.code === 'invalid-input' ? EXIT.usage : EXIT.fault
  if (error instanceof BackupRefused) return EXIT.fault
  if (error instanceof DataFolderInUse) return EXIT.inUse
  return EXIT.unavailable
}

/** An error in one line for whoever typed the command. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isDetailed = error instanceof Problem && error.message !== error.title
  return isDetailed ? `${error.title}: ${error.message}` : error.message
}
