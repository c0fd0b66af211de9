import { Command, CommanderError } from 'commander'
import { addBackupCommand } from './backup.ts'
import { addCalendarCommands } from './calendar.ts'
import { addCommitmentCommands } from './commitments.ts'
import { addDemoCommand } from './demo.ts'
import { exitCodeOf, messageOf } from './exit.ts'
import { addImportCommands } from './import.ts'
import { addMigrateCommand } from './migrate.ts'
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
addVerifyCommand(program)

try {
  await program.parseAsync()
} catch (error) {
  // What is wrong with a command line stands there already.
  if (!(error instanceof CommanderError)) {
    console.error(`nuandeng: ${messageOf(error)}`)
  }
  process.exitCode = exitCodeOf(error)
}
