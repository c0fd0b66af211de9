import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordFieldworkBatchRoute } from '@nuandeng/contract'
import { beforeAll, expect, test } from 'vitest'
import { FIRST_LINE, HEAD_BYTES } from '../src/platform/backup/format.ts'
import { openVault, readKeys, writeKeys } from '../src/platform/vault.ts'
import { backupFactory, countTables, everything } from './backup-factory.ts'
import { aCampaign } from './campaign-factory.ts'
import { aPerson, aServer } from './harness.ts'
import { recordFactory } from './record-factory.ts'

const server = aServer()
const { folder, file, keys, back, anEmptyPlace } = backupFactory(server)

beforeAll(async () => {
  const { aVisit, anOpinion } = recordFactory(server, await aCampaign(server))
  const worker = await aPerson(server, server.units.station, 'field-worker')
  const sent = await worker.call(recordFieldworkBatchRoute, { records: [aVisit(), anOpinion()] })
  expect(sent.body).toMatchObject({ refused: [] })
  await back()
})

test('the keys in a backup come out by their passphrase only', async () => {
  const { dataDir, restore } = await anEmptyPlace()
  await expect(restore(file, 'another passphrase')).rejects.toThrow('does not open the keys')
  await restore()
  expect(readKeys(dataDir)).toBe(keys())
  expect(statSync(join(dataDir, 'keys.json')).mode & 0o777).toBe(0o600)
})

test('a backup without keys is restored only beside the keys that belong to it', async () => {
  const { dataDir, restore } = await anEmptyPlace()
  const bare = join(folder, 'bare.backup')
  expect(await back({ file: bare, passphrase: undefined })).toMatchObject({ hasKeys: false })
  await expect(restore(bare, null)).rejects.toThrow('holds no keys')
  openVault(dataDir)
  await expect(restore(bare, null)).rejects.toThrow('is not the one of the backup')
  writeKeys(dataDir, keys())
  expect(await restore(bare, null)).toMatchObject({ migrated: 0 })
  expect(readFileSync(bare).includes('"keys":null')).toBe(true)
})

/** The frames of a backup: where each begins, its letter and its bytes. */
function framesOf(bytes: Buffer) {
  const frames: { at: number; letter: string; body: Buffer }[] = []
  for (let at = FIRST_LINE.length; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at + 1)
    const body = bytes.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length)
    frames.push({ at, letter: String.fromCharCode(bytes[at] as number), body })
    at += HEAD_BYTES + length
  }
  return frames
}

/** The largest data frame of a table, and the frame that closes it. */
function tableAt(bytes: Buffer, table: string) {
  const frames = framesOf(bytes)
  const head = frames.findIndex(({ body }) => body.toString().startsWith(`{"table":"${table}"`))
  const end = frames.findIndex(({ letter }, at) => at > head && letter === 'J')
  const [data] = frames
    .slice(head + 1, end)
    .toSorted((one, other) => other.body.length - one.body.length)
  const last = frames[end]
  if (!data || !last) throw new Error(`no ${table}`)
  return { data: data.at + HEAD_BYTES, size: data.body.length, end: last }
}

test.each([
  [
    'a changed byte of a row',
    'altered or damaged in the table field_record',
    (bytes: Buffer) => {
      const { data, size } = tableAt(bytes, 'field_record')
      const at = data + Math.floor(size / 2)
      bytes[at] = (bytes[at] as number) ^ 1
      return bytes
    },
  ],
  [
    'another count',
    'altered or damaged in the table field_record',
    (bytes: Buffer) => {
      const { end } = tableAt(bytes, 'field_record')
      bytes.write('{"rows":5', end.at + HEAD_BYTES)
      return bytes
    },
  ],
  [
    'its second half cut off',
    'cut off in the table field_record',
    (bytes: Buffer) => bytes.subarray(0, tableAt(bytes, 'field_record').data + 20),
  ],
  [
    'its last frame cut off',
    'cut off in what follows the table',
    (bytes: Buffer) => bytes.subarray(0, framesOf(bytes).at(-1)?.at),
  ],
  [
    'a table taken out',
    'its checksum does not fit',
    (bytes: Buffer) => {
      const frames = framesOf(bytes)
      const head = frames.findIndex(({ body }) => body.toString().startsWith('{"table":"event"'))
      const after = frames.findIndex(({ body }, at) => at > head && body.includes('{"table"'))
      return Buffer.concat([bytes.subarray(0, frames[head]?.at), bytes.subarray(frames[after]?.at)])
    },
  ],
  [
    'an earlier time in its head',
    'its checksum does not fit',
    (bytes: Buffer) => {
      bytes.write('2010', bytes.indexOf('"takenAt":"2011') + '"takenAt":"'.length)
      return bytes
    },
  ],
  ['more behind its end', 'what follows its end', (bytes: Buffer) => Buffer.concat([bytes, bytes])],
  ['another kind of file', 'is not a backup', () => Buffer.from('PGDMP and much more to read')],
  ['nothing in it', 'cut off in its head', () => Buffer.alloc(0)],
])('a backup with %s is refused and nothing is written', async (_name, message, change) => {
  const { database, dataDir, restore } = await anEmptyPlace()
  const bad = join(folder, 'bad.backup')
  writeFileSync(bad, change(readFileSync(file)))
  await expect(restore(bad)).rejects.toThrow(message)
  expect(await countTables(database)).toBe(0)
  expect(readKeys(dataDir)).toBeUndefined()
})

test('a backup made whole again by somebody without the signing key is refused', async () => {
  const { database, restore } = await anEmptyPlace()
  const other = mkdtempSync(join(folder, 'other-'))
  const vault = openVault(other)
  const forged = join(folder, 'forged.backup')
  const bytes = readFileSync(file)
  const last = framesOf(bytes).at(-1)
  const end = JSON.parse(String(last?.body))
  const signature = vault.sign(`nuandeng backup ${end.sha256}`)
  const body = Buffer.from(JSON.stringify({ ...end, signature }))
  const head = Buffer.from('J\0\0\0\0')
  head.writeUInt32BE(body.length, 1)
  writeFileSync(forged, Buffer.concat([bytes.subarray(0, last?.at), head, body]))
  await expect(restore(forged)).rejects.toThrow('the signature of')
  expect(await countTables(database)).toBe(0)
})

test('an installation that holds anything is not restored into', async () => {
  const { database, dataDir, restore } = await anEmptyPlace()
  await restore()
  const before = await everything(database)
  await expect(restore()).rejects.toThrow('the database is not empty')
  expect(await everything(database)).toEqual(before)
  expect(readKeys(dataDir)).toBe(keys())
})
