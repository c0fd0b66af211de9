import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeEach } from 'vitest'
import { importList, type ListToImport } from '../src/modules/imports/index.ts'
import { opinionTarget } from '../src/modules/opinions/index.ts'
import { findUnitByPath } from '../src/modules/organisation/index.ts'
import { NOBODY } from '../src/platform/context.ts'
import { csvLine } from '../src/platform/csv.ts'
import type { TestServer } from './harness.ts'

/** A folder of lists, and their way into a server; each test begins without opinions of the one before. */
export function aListRoom(server: TestServer) {
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-import-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  beforeEach(() =>
    server.database.transact('system', async (db) => {
      await db.run(sql`update opinion set number = 'gone-' || opinion_id where true`)
    }),
  )
  let files = 0
  const aPath = () => join(folder, `${files++}`)

  function aList(lines: readonly (readonly string[])[]): string {
    const path = aPath()
    writeFileSync(path, lines.map(csvLine).join(''))
    return path
  }

  const deps = () => ({
    database: server.installation.database,
    vault: server.installation.vault,
    now: () => server.clock.now,
    actor: { ...NOBODY, name: 'test' },
  })

  async function take(
    path: string,
    more: Partial<ListToImport> = {},
    at = server.units.province.path,
  ) {
    const unit = await server.database.transact('system', (db) => findUnitByPath(db, at))
    if (!unit) throw new Error(`no unit ${at}`)
    return importList(deps(), {
      ...{ target: opinionTarget, unit, path, map: {}, isDryRun: false },
      ...more,
    })
  }

  const opinions = () =>
    server.database.transact('system', (db) =>
      db.rows<Record<string, unknown>>(
        sql`select number, text, topic, said_at, unit_path::text as unit_path, city_code, contact_sealed,
                   contact_masked, source from opinion order by number, text`,
      ),
    )
  const fresh = async () =>
    (await opinions()).filter(({ number }) => !String(number).startsWith('gone-'))
  return { aPath, aList, take, fresh }
}
