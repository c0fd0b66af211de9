// Import boundaries (docs/adr/0003-module-order.md), checked on the text of every import.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A module imports only modules to its left, and of those only `index.ts`. */
export const MODULES = [
  'organisation',
  'imports',
  'customers',
  'protection',
  'ownership',
  'assurance',
  'opinions',
  'metering',
  'commitments',
  'messaging',
  'requests',
  'dispatch',
  'care',
  'works',
  'discovery',
  'campaigns',
  'fieldwork',
  'honours',
  'evaluation',
  'bulletins',
  'audit',
]

/** Packages and apps, and the workspaces each may import. */
const WORKSPACES: Record<string, readonly string[]> = {
  'packages/domain': [],
  'packages/contract': ['domain'],
  'packages/offline': ['domain', 'contract'],
  'packages/ui': ['domain', 'contract'],
  'apps/server': ['domain', 'contract'],
  'apps/console': ['domain', 'contract', 'ui'],
  'apps/field': ['domain', 'contract', 'offline', 'ui'],
  'apps/portal': ['domain', 'contract', 'ui'],
}

const SQL_TAG = /import\s[^;]*?\bsql\b[^;]*?from\s+'kysely'/
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s+)?['"]([^'"\n]+)['"]|import\(\s*['"]([^'"\n]+)['"]/g

/** Breaches of one file, each as a sentence; `file` is relative to the root, with forward slashes. */
export function breachesOf(file: string, text: string): string[] {
  const found: string[] = []
  const workspace = Object.keys(WORKSPACES).find((name) => file.startsWith(`${name}/`))
  for (const match of text.matchAll(IMPORT)) {
    const target = match[1] ?? match[2] ?? ''
    const reason = workspace && whyNot(file, workspace, target)
    if (reason) found.push(`${file}: imports ${target}: ${reason}`)
  }
  if (!file.endsWith('.test.ts') && isUseCase(file) && SQL_TAG.test(text)) {
    found.push(`${file}: imports sql from kysely: SQL of a module stands in its *.queries.ts`)
  }
  return found
}

function isUseCase(file: string): boolean {
  return file.startsWith('apps/server/src/modules/') && !file.endsWith('.queries.ts')
}

function whyNot(file: string, workspace: string, target: string): string | undefined {
  const own = target.match(/^@nuandeng\/([a-z]+)(\/.*)?$/)
  if (own) {
    if (!WORKSPACES[workspace]?.includes(own[1] as string)) return `${workspace} may not import it`
    if (own[2]) return 'a workspace is entered by its front door'
    return undefined
  }
  if (!target.startsWith('.')) {
    const isTest = /\.test\.tsx?$/.test(file)
    return workspace === 'packages/domain' && !isTest
      ? 'the domain imports nothing at all'
      : undefined
  }
  const to = relative('.', resolve(dirname(file), target))
    .split(sep)
    .join('/')
  if (!to.startsWith(`${workspace}/`)) return `leaves ${workspace}`
  return workspace === 'apps/server' ? whyNotInServer(file, to) : undefined
}

function whyNotInServer(file: string, to: string): string | undefined {
  const from = moduleOf(file)
  const into = moduleOf(to)
  const isTest = file.endsWith('.test.ts') || file.startsWith('apps/server/test/')
  if (
    file.startsWith('apps/server/src/platform/') &&
    !isTest &&
    !to.startsWith('apps/server/src/platform/')
  ) {
    return 'the platform knows no module'
  }
  if (!into || into === from || isTest) return undefined
  if (!to.endsWith(`/modules/${into}/index.ts`)) return `the only door of ${into} is its index.ts`
  if (!from) return undefined
  if (MODULES.indexOf(into) === -1) return `${into} is not in the list of modules`
  if (MODULES.indexOf(into) > MODULES.indexOf(from)) return `${into} stands after ${from}`
  return undefined
}

function moduleOf(file: string): string | undefined {
  return file.match(/^apps\/server\/src\/modules\/([a-z-]+)\//)?.[1]
}

/** Every source file below a folder. */
function listSources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      return ['node_modules', 'dist', '.data'].includes(entry.name) ? [] : listSources(path)
    }
    return /\.(ts|tsx|mjs)$/.test(entry.name) ? [path] : []
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)))
  const files = ['packages', 'apps'].flatMap(listSources)
  const found = files.flatMap((path) =>
    breachesOf(path.split(sep).join('/'), readFileSync(path, 'utf8')),
  )
  for (const line of found) console.error(line)
  console.log(`${files.length} files, ${found.length} breaches of the import boundaries`)
  process.exitCode = found.length > 0 ? 1 : 0
}
