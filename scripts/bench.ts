// Measures an installation: `npm run bench -- <name>`. One file per bench, in scripts/bench.
const BENCHES: Record<string, () => Promise<{ run(args: string[]): Promise<void> }>> = {
  customers: () => import('./bench/customers.ts'),
  discover: () => import('./bench/discover.ts'),
  ingest: () => import('./bench/ingest.ts'),
  clocks: () => import('./bench/clocks.ts'),
  signals: () => import('./bench/signals.ts'),
}

const [name = '', ...args] = process.argv.slice(2)
const load = BENCHES[name]
if (load) await (await load()).run(args)
else {
  console.error(`usage: npm run bench -- ${Object.keys(BENCHES).join(' | ')} [options]`)
  process.exitCode = 2
}
