import { expect, test } from 'vitest'
import { breachesOf } from './boundaries.ts'

const inModule = (name: string) => `apps/server/src/modules/${name}/a-use-case.ts`

test.each([
  [
    'a module imports one to its right',
    inModule('organisation'),
    "import { a } from '../campaigns/index.ts'",
  ],
  [
    'a module reaches past a front door',
    inModule('campaigns'),
    "import { a } from '../organisation/unit.queries.ts'",
  ],
  [
    'an unknown module is imported',
    inModule('campaigns'),
    "import { a } from '../gadgets/index.ts'",
  ],
  [
    'the platform imports a module',
    'apps/server/src/platform/db.ts',
    "import { a } from '../modules/campaigns/index.ts'",
  ],
  ['a use case writes SQL', inModule('campaigns'), "import { sql } from 'kysely'"],
  ['the domain imports a package', 'packages/domain/src/a.ts', "import { z } from 'zod'"],
  [
    'the contract imports the server',
    'packages/contract/src/a.ts',
    "import { a } from '@nuandeng/server'",
  ],
  [
    'a web app imports the server',
    'apps/console/src/a.tsx',
    "import { a } from '../../server/src/app.ts'",
  ],
  ['a web app imports another', 'apps/console/src/a.tsx', "import { a } from '@nuandeng/portal'"],
  [
    'a workspace is entered by a side door',
    'apps/server/src/app.ts',
    "import { a } from '@nuandeng/domain/src/a.ts'",
  ],
  [
    'an import is dynamic',
    inModule('organisation'),
    "const a = await import('../campaigns/index.ts')",
  ],
  [
    'an import is of types',
    inModule('organisation'),
    "import type { A } from '../campaigns/index.ts'",
  ],
  ['an export forwards', inModule('organisation'), "export { a } from '../campaigns/index.ts'"],
])('caught: %s', (_name, file, text) => {
  expect(breachesOf(file, text)).toHaveLength(1)
})

test.each([
  [
    'a module imports the door of one to its left',
    inModule('campaigns'),
    "import { a } from '../organisation/index.ts'",
  ],
  [
    'a queries file writes SQL',
    'apps/server/src/modules/campaigns/campaign.queries.ts',
    "import { sql } from 'kysely'",
  ],
  [
    'the app imports a module',
    'apps/server/src/app.ts',
    "import { a } from './modules/campaigns/index.ts'",
  ],
  [
    'the contract imports the domain',
    'packages/contract/src/a.ts',
    "import { a } from '@nuandeng/domain'",
  ],
])('allowed: %s', (_name, file, text) => {
  expect(breachesOf(file, text)).toEqual([])
})
