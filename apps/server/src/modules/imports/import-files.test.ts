import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { basename, join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import {
  deleteImportProfileRoute,
  listImportProfilesRoute,
  readImportFileRoute,
  saveImportProfileRoute,
} from '@nuandeng/contract'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { aPerson, aServer } from '../../../test/harness.ts'
import { hasSharedData, NEEDS_SHARED_DATA, sharedFile } from '../../../test/shared-data.ts'
import { newId } from '../../platform/ids.ts'
import { XlsxWriter } from '../../platform/xlsx.ts'
import { MAX_LIST_BYTES } from './upload-file.ts'

const server = aServer()
let office: Awaited<ReturnType<typeof aPerson>>
beforeAll(async () => {
  const first = await aPerson(server, server.units.station, 'office')
  expect((await first.upload(aFile())).status).toBe(200)
})
beforeEach(async () => {
  office = await aPerson(server, server.units.station, 'office')
})

const spool = () => readdirSync(join(server.installation.settings.dataDir, 'imports'))
const aFile = (more: object = {}) => ({
  fileId: newId(),
  target: 'opinions',
  unitId: server.units.station.unitId,
  fileName: '意见.csv',
  ...more,
})

function aWorkbook(rows: readonly (readonly string[])[]): Buffer {
  const pieces: Uint8Array[] = []
  const workbook = new XlsxWriter('意见', (bytes) => pieces.push(bytes))
  workbook.writeRows(rows)
  workbook.end()
  return Buffer.concat(pieces)
}

/** A zip archive of one part, whose directory declares a size of its own. */
function aZip(name: string, content: Buffer, declaredBytes = content.length): Buffer {
  const packed = deflateRawSync(content)
  const sizes = (at: Buffer, from: number) => {
    at.writeUInt32LE(packed.length, from)
    at.writeUInt32LE(declaredBytes, from + 4)
    at.writeUInt16LE(name.length, from + 8)
  }
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  sizes(local, 18)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(8, 10)
  sizes(entry, 20)
  const start = local.length + name.length + packed.length
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(entry.length + name.length, 12)
  end.writeUInt32LE(start, 16)
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end])
}

describe('what is no list is refused with its reason, and nothing of it stays', () => {
  const bomb = aZip('xl/worksheets/sheet1.xml', Buffer.alloc(40 * 1024 ** 2))
  test.each<[string, string | Buffer, string]>([
    ['a PDF that is called .csv', '%PDF-1.7\n1 0 obj\n', 'wrong-file-type'],
    ['an old .xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'wrong-file-type'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452ff', 'hex'), 'wrong-file-type'],
    ['a zip archive without a workbook', aZip('readme.txt', Buffer.from('x')), 'wrong-file-type'],
    ['a zip bomb', bomb, 'zip-bomb'],
    ['a zip archive that is cut off', bomb.subarray(0, 200), 'damaged-file'],
    ['an empty file', '', 'empty-file'],
    ['a file of blank lines', '\r\n , ,\r\n\r\n', 'empty-file'],
    ['a workbook without a filled row', aWorkbook([]), 'empty-file'],
  ])('%s', async (_name, content, code) => {
    const before = spool()
    const reply = await office.upload(aFile(), content)
    expect(reply).toMatchObject({
      status: 400,
      body: { code, errors: [{ field: 'file', reason: expect.stringMatching(/./) }] },
    })
    expect(spool()).toEqual(before)
  })

  test('a body of another type', async () => {
    const response = await server.app.inject({
      method: 'POST',
      url: `/api/imports/files/${newId()}?target=opinions&unitId=${server.units.station.unitId}&fileName=a`,
      headers: { authorization: `Bearer ${office.token}`, 'content-type': 'application/json' },
      payload: '{}',
    })
    expect(response.json()).toMatchObject({ status: 415, code: 'wrong-media-type' })
  })
})

describe('over the wire', () => {
  let port = 0
  beforeAll(async () => {
    port = Number(new URL(await server.app.listen({ host: '127.0.0.1', port: 0 })).port)
  })

  /** Sends a body piece by piece; what is answered, and how many bytes were sent until then. */
  function send(token: string, pieces: Iterable<Buffer>, headers: Record<string, string> = {}) {
    const { fileId, target, unitId } = aFile()
    return new Promise<{ status: number; sent: number; body: string }>((resolve, reject) => {
      let sent = 0
      let isAnswered = false
      const path = `/api/imports/files/${fileId}?target=${target}&unitId=${unitId}&fileName=a.csv`
      const authorization = `Bearer ${token}`
      const outgoing = request({
        // A connection of its own: what is left of a body that was refused stands in its way.
        ...{ port, path, method: 'POST', agent: false },
        headers: { authorization, 'content-type': 'application/octet-stream', ...headers },
      })
      outgoing.on('error', (error) => isAnswered || reject(error))
      outgoing.on('response', async (incoming) => {
        isAnswered = true
        let body = ''
        for await (const piece of incoming) body += piece
        resolve({ status: incoming.statusCode ?? 0, sent, body })
        outgoing.destroy()
      })
      const all = pieces[Symbol.iterator]()
      const push = () => {
        while (!isAnswered) {
          const { done, value } = all.next()
          if (done) return outgoing.end()
          sent += value.length
          if (!outgoing.write(value)) return outgoing.once('drain', push)
        }
      }
      push()
    })
  }

  function* tooMuch() {
    const piece = Buffer.alloc(1024 ** 2, 'x')
    for (let sent = 0; sent <= MAX_LIST_BYTES; sent += piece.length) yield piece
    yield piece
  }

  test('a list larger than a JSON body may be goes in', async () => {
    const lines = Array.from({ length: 120_000 }, (_, i) => `${i},希望多设一个缴费点，离家太远\n`)
    const list = Buffer.from(`编号,内容\n${lines.join('')}`)
    expect(list.length).toBeGreaterThan(5 * 1024 ** 2)
    expect(await send(office.token, [list])).toMatchObject({ status: 200 })
  })

  test('a list that says it is too large is refused before it is sent', async () => {
    const reply = await send(office.token, [], { 'content-length': String(MAX_LIST_BYTES + 1) })
    expect(reply).toMatchObject({
      status: 413,
      sent: 0,
      body: expect.stringContaining('too-large'),
    })
  })

  test('a list that grows too large on the way is refused, and nothing of it stays', async () => {
    const before = spool()
    const reply = await send(office.token, tooMuch())
    expect(reply).toMatchObject({ status: 413, body: expect.stringContaining('too-large') })
    expect(spool()).toEqual(before)
  })

  test('an upload that breaks off leaves nothing', async () => {
    const before = spool()
    const { fileId, target, unitId } = aFile()
    const path = `/api/imports/files/${fileId}?target=${target}&unitId=${unitId}&fileName=a.csv`
    const headers = {
      authorization: `Bearer ${office.token}`,
      'content-type': 'application/octet-stream',
    }
    const outgoing = request({ port, path, method: 'POST', headers, agent: false })
    outgoing.on('error', () => undefined)
    outgoing.write(Buffer.alloc(1024 ** 2, 'x'))
    await vi.waitFor(() => expect(spool()).toHaveLength(before.length + 1))
    outgoing.destroy()
    await vi.waitFor(() => expect(spool()).toEqual(before))
  })

  test('who may not import is refused before the list is read', async () => {
    const worker = await aPerson(server, server.units.station, 'field-worker')
    const reply = await send(worker.token, tooMuch())
    expect(reply.status).toBe(403)
    expect(reply.sent).toBeLessThan(MAX_LIST_BYTES / 4)
  })
})

test('a repeat of an upload is answered like the first; another list under its id is refused', async () => {
  const file = aFile()
  const first = await office.upload(file)
  expect(await office.upload(file)).toEqual(first)
  for (const reply of [
    await office.upload(file, '编号,内容\n9,别的\n'),
    await (await aPerson(server, server.units.station, 'office')).upload(file),
    await (await aPerson(server, server.units.foreign, 'office')).upload({
      ...file,
      unitId: server.units.foreign.unitId,
    }),
  ]) {
    expect(reply).toMatchObject({ status: 409, body: { code: 'list-exists' } })
  }
})

test('one person cannot fill the disk with lists', async () => {
  for (let i = 0; i < 20; i++) expect((await office.upload(aFile())).status).toBe(200)
  expect(await office.upload(aFile())).toMatchObject({
    status: 409,
    body: { code: 'too-many-lists' },
  })
  const other = await aPerson(server, server.units.station, 'office')
  expect((await other.upload(aFile())).status).toBe(200)
})

test('a workbook is shown with its sheets, its header below a title, and 20 rows', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => [`００${i}`, `意见 ${i}`, 'x'.repeat(500)])
  const file = aFile({ fileName: '意见.xlsx' })
  await office.upload(file, aWorkbook([['意见汇总'], ['编 号', '内容（必填）', '备注'], ...rows]))
  const { status, body } = await office.call(readImportFileRoute, { fileId: file.fileId })
  expect({ status, body }).toMatchObject({
    status: 200,
    body: {
      ...{ kind: 'xlsx', encoding: null, sheets: ['意见'], sheet: '意见', headerRow: 2 },
      headings: ['编 号', '内容（必填）', '备注'],
      guess: { number: '编 号', text: '内容（必填）' },
    },
  })
  const shown = body as { first: unknown[]; rows: { row: number; cells: string[] }[] }
  expect(shown.first[0]).toEqual({ row: 1, cells: ['意见汇总'] })
  expect(shown.rows).toHaveLength(20)
  expect(shown.rows[0]).toMatchObject({
    row: 3,
    cells: ['００0', '意见 0', `${'x'.repeat(200)}…`],
  })
})

describe.skipIf(!hasSharedData)(`lists of shared/data${NEEDS_SHARED_DATA}`, () => {
  test.each([
    ['messy/tipdm_annex3_sample.xlsx', ['text', 'number'], 20],
    ['messy/weather_yangzhong_gbk.csv', [], 20],
  ])('%s is read as it stands', async (name, fields, rows) => {
    const file = aFile({ fileName: basename(name) })
    expect(await office.upload(file, readFileSync(sharedFile(name)))).toMatchObject({ status: 200 })
    const { body } = await office.call(readImportFileRoute, { fileId: file.fileId })
    const read = body as { guess: Record<string, string>; rows: unknown[]; headings: string[] }
    expect(Object.keys(read.guess)).toEqual(expect.arrayContaining(fields))
    expect(read.rows).toHaveLength(rows)
    expect(read.headings.join('')).toMatch(/\p{Script=Han}/u)
  })
})

describe('saved columns', () => {
  const profile = (more: object = {}) => ({
    profileId: newId(),
    target: 'opinions',
    unitId: server.units.station.unitId,
    name: newId(),
    headings: ['编号', '诉求', ''],
    map: { number: '编号', text: '诉求' },
    ...more,
  })

  test('are offered first for lists with the same headings in any order, and deleted', async () => {
    const [other, own] = [profile({ headings: ['甲'], map: {}, name: 'A' }), profile({ name: 'B' })]
    for (const saved of [other, own]) {
      expect(await office.call(saveImportProfileRoute, saved)).toMatchObject({ status: 200 })
      expect(await office.call(saveImportProfileRoute, saved)).toMatchObject({ status: 200 })
    }
    const file = aFile()
    // As the workbook of refused rows gives them back.
    await office.upload(file, '诉 求,编号,原行号,错误\n一,1,2,错\n')
    const { body: read } = await office.call(readImportFileRoute, { fileId: file.fileId })
    const { fingerprint } = read as { fingerprint: string }
    const list = async () => {
      const reply = await office.call(listImportProfilesRoute, { target: 'opinions', fingerprint })
      const { items } = reply.body as { items: { profileId: string; isMatch: boolean }[] }
      return items.map(({ profileId, isMatch }) => [profileId, isMatch])
    }
    expect(await list()).toEqual([
      [own.profileId, true],
      [other.profileId, false],
    ])
    const { profileId } = own
    expect(await office.call(deleteImportProfileRoute, { profileId })).toMatchObject({
      status: 200,
    })
    expect(await list()).toEqual([[other.profileId, false]])
    expect(await office.call(deleteImportProfileRoute, { profileId })).toMatchObject({
      status: 404,
    })
  })

  test('have one name at a unit, and fields of their target', async () => {
    const saved = profile()
    await office.call(saveImportProfileRoute, saved)
    const taken = await office.call(saveImportProfileRoute, { ...profile(), name: saved.name })
    expect(taken).toMatchObject({ status: 409, body: { code: 'profile-name-taken' } })
    const unknown = await office.call(saveImportProfileRoute, profile({ map: { dances: '编号' } }))
    expect(unknown).toMatchObject({ status: 400, body: { errors: [{ field: 'map.dances' }] } })
    const other = await office.call(saveImportProfileRoute, { ...saved, name: '别的' })
    expect(other).toMatchObject({ status: 409, body: { code: 'profile-exists' } })
  })
})
