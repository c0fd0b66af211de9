import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const SOURCES = fileURLToPath(new URL('..', import.meta.url))
const SETTINGS = new URL('../../../../docs/operations/settings.md', import.meta.url)

test('the table of settings names every variable that the server reads, and no other', () => {
  const read = globSync('**/*.ts', { cwd: SOURCES })
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => [
      ...readFileSync(`${SOURCES}${file}`, 'utf8').matchAll(/\benv\.([A-Z][A-Z_]+)/g),
    ])
    .map(([, name]) => name)
  const told = [...readFileSync(SETTINGS, 'utf8').matchAll(/^\| `([A-Z_]+)`/gm)].map(
    ([, name]) => name,
  )
  expect(told.length).toBeGreaterThan(0)
  expect(told.toSorted()).toEqual([...new Set(read)].toSorted())
})
