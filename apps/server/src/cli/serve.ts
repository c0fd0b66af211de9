import type { Command } from 'commander'
import { readSettings } from '../platform/environment.ts'
import { openInstallation, startServer } from '../start.ts'

/** `nuandeng serve`: the server, until it is interrupted. */
export function addServeCommand(program: Command) {
  program
    .command('serve')
    .description('serve the HTTP API and the screens')
    .option('--data <folder>', 'data folder (default .data, or NUANDENG_DATA)')
    .option('--port <port>', 'port (default 8011, or NUANDENG_PORT)', Number)
    .option('--host <address>', 'address to listen on (default 127.0.0.1, or NUANDENG_HOST)')
    .action(async (options: { data?: string; port?: number; host?: string }) => {
      const settings = readSettings({
        ...options,
        ...(options.data ? { dataDir: options.data } : {}),
      })
      const installation = await openInstallation(settings, (text) => console.error(text))
      const server = await startServer(installation)
      console.log(`Nuandeng serves at ${server.url}`)
      stopOnSignal(server.stop)
    })
}

/** Ends the process in order when it is interrupted; a second interrupt ends it at once. */
export function stopOnSignal(stop: () => Promise<void>) {
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, async () => {
      if (isStopping) process.exit(1)
      isStopping = true
      await stop()
      process.exit(0)
    })
  }
}
