import type { Command } from 'commander'
import { readSettings } from '../platform/environment.ts'
import { openInstallation } from '../start.ts'

/** `nuandeng migrate`: brings the database to the newest schema. */
export function addMigrateCommand(program: Command) {
  program
    .command('migrate')
    .description('bring the database to the newest schema')
    .option('--data <folder>', 'data folder (default .data, or NUANDENG_DATA)')
    .option('--json', 'print one JSON line')
    .action(async (options: { data?: string; json?: boolean }) => {
      const steps: string[] = []
      const settings = readSettings({ ...(options.data ? { dataDir: options.data } : {}) })
      const installation = await openInstallation(settings, (text) => {
        steps.push(text)
        if (!options.json) console.log(text)
      })
      await installation.close()
      if (options.json) console.log(JSON.stringify({ ran: steps.length }))
      else console.log(steps.length === 0 ? 'nothing to do' : `${steps.length} migrations ran`)
    })
}
