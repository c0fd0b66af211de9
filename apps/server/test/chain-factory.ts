import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ChainFinding } from '@nuandeng/contract'
import { sql } from 'kysely'
import pg from 'pg'
import { expect } from 'vitest'
import { sealCity } from '../src/modules/audit/seal.ts'
import { NOBODY, recordAll } from '../src/platform/context.ts'
import type { TestServer } from './harness.ts'

/** Writes Events about a city in one transaction, as writers do. */
export async function tellEvents(
  server: TestServer,
  count: number,
  unit: { path: string; cityCode: string } = server.units.city,
) {
  await server.database.transact('system', (db) =>
    recordAll(
      { db, actor: { ...NOBODY, name: '测试' }, now: server.clock.now },
      Array.from({ length: count }, (_, at) => ({
        kind: 'unit.renamed',
        subject: { id: `subject-${at}`, path: unit.path, cityCode: unit.cityCode },
        details: { name: `第 ${at} 次`, at },
      })),
    ),
  )
}

/** Seals the tail of a city until nothing is left in it. */
export async function sealAll(server: TestServer, cityCode = '410100') {
  while (await sealCity(server.installation, cityCode, server.clock.now));
}

/** Changes rows behind the server's back: the owner of the database, to whom no policy applies. */
export async function tamper(server: TestServer, statement: string, values: unknown[] = []) {
  const client = new pg.Client(server.config)
  await client.connect()
  try {
    const { rowCount } = await client.query(statement, values)
    if (rowCount === 0) throw new Error(`nothing was changed by: ${statement}`)
  } finally {
    await client.end()
  }
}

/** Ids of the city's sealed Events, in the order of the chain. */
export async function sealedIds(server: TestServer, cityCode = '410100') {
  const rows = await server.database.transact('system', (db) =>
    db.rows<{ eventId: string; blockNo: number; position: number }>(sql`
      select event_id, block_no, position from event_seal where city_code = ${cityCode}
      order by block_no, position`),
  )
  return rows
}

/** Makes the trail empty again: what one test breaks stays broken. */
export async function emptyTrail(server: TestServer) {
  await tamper(
    server,
    `truncate event, event_tail, event_block, event_seal, field_record, day_total, day_breakdown, day_subject,
       recount, recount_difference, day_closing`,
  )
  const folder = join(server.installation.settings.dataDir, 'chain-heads')
  rmSync(folder, { recursive: true, force: true })
}

/** A finding, whatever its words. */
export function finding(table: string, rowId: string, fault: ChainFinding['fault']) {
  return { table, rowId, fault, reason: expect.any(String) }
}
