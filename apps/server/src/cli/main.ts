import { Command } from 'commander'
import { addDemoCommand } from './demo.ts'
import { exitCodeOf } from './exit.ts'
import { addMigrateCommand } from './migrate.ts'
import { addServeCommand } from './serve.ts'

const program = new Command('nuandeng')
  .description('Nuandeng 暖灯: find, serve, keep and show the service of an electric utility')
  .version('0.1.0')
  .showHelpAfterError()

addServeCommand(program)
addDemoCommand(program)
addMigrateCommand(program)

try {
  await program.parseAsync()
} catch (error) {
  console.error(`nuandeng: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = exitCodeOf(error)
}
