import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  downloadImportErrorsRoute,
  readImportFileRoute,
  resumeImportRoute,
  startImportRoute,
  stopImportRoute,
} from '@nuandeng/contract'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { aPerson, aServer } from '../../../test/harness.ts'
import { CHOICES, workOffRuns, workshopOf } from '../../../test/import-factory.ts'
import { aRunRoom, LIST } from '../../../test/run-room.ts'
import { importTargets } from '../../import-targets.ts'
import { newId } from '../../platform/ids.ts'
import { openTable } from '../../platform/tables/open-table.ts'
import { workOff } from './index.ts'

const server = aServer()
const room = aRunRoom(server)
const { spool, aList, ask, look, numbers, kindsOf } = room

test('a dry run tells what would become of each row and writes none; the import does just that', async () => {
  const fileId = await aList(LIST)
  expect(statSync(join(spool(), fileId)).mode & 0o777).toBe(0o600)
  expect(statSync(spool()).mode & 0o777).toBe(0o700)
  const dryId = await ask(fileId, true)
  expect((await look(dryId)).run).toMatchObject({ state: 'waiting', rows: 0, hasWorkbook: false })
  await workOffRuns(server)
  const sums = { rows: 3, created: 2, changed: 0, unchanged: 0, rejected: 1 }
  const dry = await look(dryId)
  expect(dry).toMatchObject({
    run: { state: 'done', isDryRun: true, fraction: 1, hasWorkbook: true, ...sums },
    isFileKept: true,
    errors: [{ row: 3, column: '内容', code: 'required' }],
    sample: {
      headings: ['编号', '内容'],
      rows: [
        { row: 2, result: 'created', cells: ['1', '一'] },
        { row: 4, result: 'created', cells: ['3', '三'] },
      ],
    },
  })
  expect(await numbers()).toEqual([])

  const runId = await ask(fileId, false)
  await workOffRuns(server)
  expect(await look(runId)).toMatchObject({
    run: { state: 'done', isDryRun: false, ...sums },
    errors: [{ row: 3, column: '内容', code: 'required' }],
    sample: null,
    isFileKept: false,
  })
  expect(await numbers()).toEqual(['1', '3'])
  // What went in is no longer needed as a file; what was refused is, until it is corrected.
  expect(existsSync(join(spool(), fileId))).toBe(false)
  expect(existsSync(join(spool(), `${runId}.errors`))).toBe(true)
  expect(await kindsOf(dryId)).toEqual(['import.requested', 'import.started', 'import.judged'])
  expect(await kindsOf(runId)).toEqual([
    'import.requested',
    'import.started',
    'import.moved',
    'import.done',
  ])
})

test('the refused rows come back as a workbook, and corrected they go in', async () => {
  const runId = await ask(await aList(LIST), false)
  await workOffRuns(server)
  const response = await server.app.inject({
    url: `/api${downloadImportErrorsRoute.url.replace(':runId', runId)}`,
    headers: { authorization: `Bearer ${room.office.token}` },
  })
  expect(response.statusCode).toBe(200)
  expect(response.headers['content-disposition']).toMatch(
    /^attachment; filename="errors-.*\.xlsx"$/,
  )
  expect(await kindsOf(runId)).toContain('import.workbook-read')
  const table = await openTable(join(spool(), `${runId}.errors`))
  const rows = []
  for await (const batch of table.rows()) rows.push(...batch.map(({ cells }) => cells))
  await table.close()
  expect(rows).toEqual([
    ['编号', '内容', '原行号', '错误'],
    ['2', '', '3', '内容：不能为空'],
  ])
  const mended = await ask(await aList('编号,内容,原行号,错误\n2,二,3,内容：不能为空\n'), false)
  await workOffRuns(server)
  expect((await look(mended)).run).toMatchObject({ created: 1, rejected: 0, hasWorkbook: false })
  expect(await numbers()).toEqual(['1', '2', '3'])
})

test('the columns are those that the person chose: nothing is guessed beside them', async () => {
  const fileId = await aList('编号,内容,时间\nW1,一,不是时间\n')
  const guessed = await room.office.call(readImportFileRoute, { fileId })
  expect(guessed).toMatchObject({
    status: 200,
    body: {
      headerRow: 1,
      guess: { number: '编号', text: '内容', saidAt: '时间' },
      rows: [{ row: 2, cells: ['W1', '一', '不是时间'] }],
    },
  })
  const runId = await ask(fileId, true)
  await workOffRuns(server)
  expect((await look(runId)).run).toMatchObject({ created: 1, rejected: 0 })
  const all = { ...CHOICES.map, saidAt: '时间' }
  const again = await ask(fileId, true, all)
  await workOffRuns(server)
  expect((await look(again)).run).toMatchObject({ created: 0, rejected: 1 })
  for (const [map, field] of [
    [{ number: '编号' }, 'map.text'],
    [{ ...CHOICES.map, dances: '时间' }, 'map.dances'],
    [{ ...CHOICES.map, constructor: '时间' }, 'map.constructor'],
  ] as const) {
    const run = { runId: newId(), fileId, isDryRun: true, ...CHOICES, map }
    const reply = await room.office.call(startImportRoute, run)
    expect(reply).toMatchObject({ status: 400, body: { errors: [{ field }] } })
  }
})

test('a header further down can be chosen', async () => {
  const fileId = await aList('意见汇总\n甲,乙\n编号,内容\n1,一\n')
  const chosen = await room.office.call(readImportFileRoute, { fileId, headerRow: 2 })
  expect(chosen).toMatchObject({
    status: 200,
    body: { headerRow: 2, headings: ['甲', '乙'], rows: [{ row: 3 }, { row: 4 }] },
  })
  const none = await room.office.call(readImportFileRoute, { fileId, headerRow: 40 })
  expect(none).toMatchObject({ status: 400, body: { errors: [{ field: 'headerRow' }] } })
})

describe('stopping', () => {
  const many = `编号,内容\n${Array.from({ length: 3500 }, (_, i) => `S${i},意见 ${i}\n`).join('')}`

  /** Works on what waits, and calls `act` after the chunk with this number. */
  async function workUntil(chunk: number, act: () => Promise<unknown>, signal?: AbortSignal) {
    const workshop = workshopOf(server)
    let chunks = 0
    const targets = importTargets.map((target) => ({
      ...target,
      async write(...args: Parameters<typeof target.write>) {
        await target.write(...args)
        if (++chunks === chunk) await act()
      },
    }))
    await workOff({ ...workshop, targets }, false, signal ?? new AbortController().signal)
  }

  test('a stopped run keeps what went in, and goes on to the same end as an undisturbed one', async () => {
    const fileId = await aList(many)
    const runId = await ask(fileId, false)
    const stop = () => room.office.call(stopImportRoute, { runId })
    await workUntil(2, async () => expect(await stop()).toMatchObject({ status: 200 }))
    const stopped = await look(runId)
    expect(stopped).toMatchObject({
      run: { state: 'stopped', rows: 2000, created: 2000 },
      isFileKept: true,
    })
    expect(await numbers()).toHaveLength(2000)
    await workOffRuns(server)
    expect((await look(runId)).run.state).toBe('stopped')
    expect(await stop()).toMatchObject({ status: 409, body: { code: 'run-stands' } })

    expect(await room.office.call(resumeImportRoute, { runId })).toMatchObject({ status: 200 })
    await workOffRuns(server)
    expect((await look(runId)).run).toMatchObject({
      state: 'done',
      rows: 3500,
      created: 3500,
      fraction: 1,
    })
    expect(await numbers()).toHaveLength(3500)
    expect(await room.office.call(resumeImportRoute, { runId })).toMatchObject({ status: 409 })
  })

  test('the same list sent again goes on with the run that was stopped', async () => {
    const runId = await ask(await aList(many), false)
    await workUntil(1, () => room.office.call(stopImportRoute, { runId }))
    const again = await ask(await aList(many), false)
    expect(again).toBe(runId)
    await workOffRuns(server)
    expect((await look(runId)).run).toMatchObject({ state: 'done', rows: 3500, created: 3500 })
  })

  test('a run stays under way when the server stops, and goes on at the next start', async () => {
    const runId = await ask(await aList(many), false)
    const stopping = new AbortController()
    await workUntil(2, async () => stopping.abort(), stopping.signal)
    expect((await look(runId)).run).toMatchObject({ state: 'importing', rows: 2000 })
    await workOffRuns(server)
    expect((await look(runId)).run).toMatchObject({ state: 'done', rows: 3500, created: 3500 })
  })

  test('a run that waits is stopped at once', async () => {
    const runId = await ask(await aList(LIST), false)
    await room.office.call(stopImportRoute, { runId })
    expect((await look(runId)).run.state).toBe('stopped')
    await workOffRuns(server)
    expect(await numbers()).toEqual([])
  })

  test('who lost the role in the meantime imports nothing more', async () => {
    const leaver = await aPerson(server, server.units.station, 'office')
    const fileId = newId()
    const { unitId } = server.units.station
    await leaver.upload({ fileId, target: 'opinions', unitId, fileName: 'a.csv' })
    const runId = newId()
    await leaver.call(startImportRoute, { runId, fileId, isDryRun: false, ...CHOICES })
    await server.database.transact('system', (db) =>
      db.run(
        sql`update assignment set valid_to = '2011-10-01' where person_id = ${leaver.personId}`,
      ),
    )
    await workOffRuns(server)
    expect(await look(runId)).toMatchObject({
      run: { state: 'failed', refusal: { code: 'forbidden' } },
      isFileKept: true,
    })
    expect(await numbers()).toEqual([])
  })
})

test('a repeat of a start begins no second run', async () => {
  const fileId = await aList(LIST)
  const [runId, commandId] = [newId(), newId()]
  const input = { runId, fileId, isDryRun: true, ...CHOICES }
  const first = await room.office.call(startImportRoute, input, commandId)
  expect(await room.office.call(startImportRoute, input, commandId)).toEqual(first)
  const other = await room.office.call(startImportRoute, input)
  expect(other).toMatchObject({ status: 409, body: { code: 'run-exists' } })
})
