import { join } from 'node:path'
import { getImportRunRoute, startImportRoute } from '@nuandeng/contract'
import { sql } from 'kysely'
import { beforeAll, beforeEach, expect } from 'vitest'
import { newId } from '../src/platform/ids.ts'
import { aPerson, type TestServer } from './harness.ts'
import { CHOICES } from './import-factory.ts'

/** An office that sends lists and has them imported; each test begins without opinions of the one before. */
export function aRunRoom(server: TestServer) {
  let office: Awaited<ReturnType<typeof aPerson>>
  /** Another office: of the one before, the session is over. */
  const changeOffice = async () => {
    office = await aPerson(server, server.units.station, 'office')
  }
  beforeAll(changeOffice)
  beforeEach(() =>
    server.database.transact('system', (db) =>
      db.run(sql`update opinion set number = 'gone-' || opinion_id where true`),
    ),
  )

  const spool = () => join(server.installation.settings.dataDir, 'imports')

  async function aList(text: string, fileName = '意见.csv') {
    const fileId = newId()
    const { unitId } = server.units.station
    const reply = await office.upload({ fileId, target: 'opinions', unitId, fileName }, text)
    expect(reply).toMatchObject({ status: 200, body: { fileId, erasedAt: null } })
    return fileId
  }

  async function ask(fileId: string, isDryRun: boolean, map: Record<string, string> = CHOICES.map) {
    const runId = newId()
    const reply = await office.call(startImportRoute, { runId, fileId, isDryRun, ...CHOICES, map })
    expect(reply).toMatchObject({ status: 200 })
    return (reply.body as { runId: string }).runId
  }

  async function look(runId: string) {
    const { status, body } = await office.call(getImportRunRoute, { runId })
    expect(status).toBe(200)
    return body as Extract<
      Awaited<ReturnType<typeof office.call<typeof getImportRunRoute>>>,
      { status: 200 }
    >['body']
  }

  const numbers = async () =>
    (
      await server.database.transact('system', (db) =>
        db.rows<{ number: string }>(
          sql`select number from opinion where number not like 'gone-%' order by number`,
        ),
      )
    ).map(({ number }) => number)

  async function hasSample(runId: string) {
    const row = await server.database.transact('system', (db) =>
      db.one<{ has: boolean }>(
        sql`select sample_sealed is not null as has from import_run where run_id = ${runId}`,
      ),
    )
    return row.has
  }

  const kindsOf = async (subjectId: string) =>
    (
      await server.database.transact('system', (db) =>
        db.rows<{ kind: string }>(
          sql`select kind from event where subject_id = ${subjectId} order by event_id`,
        ),
      )
    ).map(({ kind }) => kind)

  return {
    get office() {
      return office
    },
    ...{ changeOffice, spool, aList, ask, look, numbers, hasSample, kindsOf },
  }
}

export const LIST = '编号,内容\n1,一\n2,\n3,三\n'
