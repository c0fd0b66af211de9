import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { runCommand } from '../../test/command.ts'
import { sealCity } from '../modules/audit/seal.ts'
import { readSettings } from '../platform/environment.ts'
import { openInstallation } from '../start.ts'
import { EXIT } from './exit.ts'

const folder = mkdtempSync(join(tmpdir(), 'nuandeng-verify-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const nuandeng = (words: string[], data = folder) => runCommand([...words, '--data', data])

async function anInstallation() {
  const user = ['user', 'add', 'lisl', '--name', '李示例', '--role', 'auditor', '--unit', 'HA']
  const made = await nuandeng([...user, '--create-province', '河南省电力公司'])
  expect(made.code).toBe(EXIT.done)
  const installation = await openInstallation(readSettings({ dataDir: folder }))
  await sealCity(installation, '410000', new Date())
  return installation
}

test('verify says whole and ends with 0, says broken and which row and ends with 1', async () => {
  const installation = await anInstallation()
  // A server holds the folder, and may.
  const whole = await nuandeng(['verify', '--json'])
  await installation.close()
  expect(whole.code).toBe(EXIT.done)
  expect(whole.out.trimEnd().split('\n')).toHaveLength(1)
  expect(JSON.parse(whole.out)).toEqual({
    result: 'whole',
    cities: [
      {
        cityCode: '410000',
        events: 3,
        blocks: 1,
        tailEvents: 0,
        result: 'whole',
        findings: [],
        findingsTotal: 0,
      },
    ],
  })
  // The run before is an Event, and waits to be sealed.
  const words = await nuandeng(['verify', '--city', '410000'])
  expect(words.code).toBe(EXIT.done)
  expect(words.out).toBe('410000 whole: 3 Events in 1 blocks, 1 not sealed yet\nwhole\n')

  const again = await openInstallation(readSettings({ dataDir: folder }))
  const { rows } = await again.database.pool.query(
    `update event set actor_name = '别人' where kind = 'role.granted' returning event_id`,
  )
  const runs = await again.database.transact('system', (db) =>
    db.rows(sql`select actor_name, kind, details from event where kind = 'chain.verified'`),
  )
  await again.close()
  expect(runs).toHaveLength(2)
  expect(runs[0]).toEqual({
    actorName: 'nuandeng verify',
    kind: 'chain.verified',
    details: { result: 'whole', events: 3, blocks: 1, findingsTotal: 0 },
  })

  const broken = await nuandeng(['verify', '--json'])
  expect(broken.code).toBe(EXIT.fault)
  expect(JSON.parse(broken.out)).toMatchObject({
    result: 'broken',
    cities: [{ findings: [{ table: 'event', rowId: rows[0].event_id, fault: 'changed' }] }],
  })
  expect((await nuandeng(['verify'])).out).toContain(`event ${rows[0].event_id} changed:`)
}, 180_000)

test('verify finds a restored installation whole', async () => {
  const installation = await openInstallation(readSettings({ dataDir: folder }))
  // A second block: from then on a chain without a written head is a finding.
  await sealCity(installation, '410000', new Date())
  await installation.close()
  const file = join(folder, 'whole.backup')
  const there = mkdtempSync(join(tmpdir(), 'nuandeng-restored-'))
  copyFileSync(join(folder, 'keys.json'), join(there, 'keys.json'))
  expect((await nuandeng(['backup', file])).code).toBe(EXIT.done)
  expect((await nuandeng(['restore', file], there)).code).toBe(EXIT.done)
  // What the test before tampered with came along; nothing else is found.
  const { out } = await nuandeng(['verify', '--json'], there)
  rmSync(there, { recursive: true })
  expect(JSON.parse(out).cities).toMatchObject([{ blocks: 2, findingsTotal: 1 }])
}, 180_000)

test('verify of a city without a trail, or of a folder without an installation, is neither', async () => {
  const city = await nuandeng(['verify', '--city', '999999'])
  expect(city).toMatchObject({ code: EXIT.usage, out: '' })
  const empty = mkdtempSync(join(tmpdir(), 'nuandeng-none-'))
  const none = await nuandeng(['verify', '--json'], empty)
  rmSync(empty, { recursive: true })
  expect(none).toMatchObject({ code: EXIT.unavailable, out: '' })
  expect(none.err).toContain('no keys.json')
}, 180_000)
