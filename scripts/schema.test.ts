import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aServer } from '../apps/server/test/harness.ts'
import { describeSchema, SCHEMA_FILE } from './schema.ts'

const server = aServer()

// Another version of PostgreSQL may word an expression in another way: checked on the embedded one.
test.skipIf(process.env.DATABASE_URL)('schema.sql is what the migrations make', async () => {
  const schema = await describeSchema(server.database.pool)
  expect(schema, 'run npm run schema').toBe(readFileSync(SCHEMA_FILE, 'utf8'))
})
