// Makes invented files to try an installation with: `npm run generate -- <what>`. One file per kind in scripts/generate.
const KINDS: Record<string, () => Promise<{ run(args: string[]): Promise<void> }>> = {
  readings: () => import('./generate/readings.ts'),
  register: () => import('./generate/register.ts'),
}

const [name = '', ...args] = process.argv.slice(2)
const load = KINDS[name]
if (load) await (await load()).run(args)
else {
  console.error(`usage: npm run generate -- ${Object.keys(KINDS).join(' | ')} [options]`)
  process.exitCode = 2
}
