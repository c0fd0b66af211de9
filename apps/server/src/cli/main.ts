import { Command, CommanderError } from 'commander'
import { addBackupCommand } from './backup.ts'
import { addCalendarCommands } from './calendar.ts'
import { addCommitmentCommands } from './commitments.ts'
import { addDemoCommand } from './demo.ts'
import { addDiscoverCommand } from './discover.ts'
import { EXIT, exitCodeOf, messageOf } from './exit.ts'
import { addImportCommands } from './import.ts'
import { addMigrateCommand } from './migrate.ts'
import { addReadingsCommands } from './readings.ts'
import { addRestoreCommand } from './restore.ts'
import { addServeCommand } from './serve.ts'
import { addUserCommands } from './user.ts'
import { addVerifyCommand } from './verify.ts'
import { VERSION } from './version.ts'

const program = new Command('nuandeng')
  .description('Nuandeng 暖灯: find, serve, keep and show the service of an electric utility')
  .version(VERSION)
  .showHelpAfterError()
  .exitOverride()

addServeCommand(program)
addDemoCommand(program)
addMigrateCommand(program)
addUserCommands(program)
addCalendarCommands(program)
addCommitmentCommands(program)
addBackupCommand(program)
addRestoreCommand(program)
addImportCommands(program)
addReadingsCommands(program)
addVerifyCommand(program)
addDiscoverCommand(program)

// Whoever reads what we print may go away (`| head`): the work still goes on to its end, so that a
// database is closed and the exit code is true.
process.stdout.on('error', (error) => {
  if (!isReaderGone(error)) throw error
})

try {
  await program.parseAsync()
} catch (error) {
  // What is wrong with a command line stands there already.
  if (!(error instanceof CommanderError || isReaderGone(error))) {
    console.error(`nuandeng: ${messageOf(error)}`)
  }
  process.exitCode = isReaderGone(error) ? EXIT.done : exitCodeOf(error)
}

function isReaderGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}
