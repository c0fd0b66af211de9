import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { checkTotals } from '../src/demo/check-totals.ts'
import { demoDay } from '../src/demo/day.ts'
import { terminalOf } from '../src/demo/people.ts'
import { prepareDemo } from '../src/demo/prepare.ts'
import { type Deliver, deliverTo, replay } from '../src/demo/replay.ts'
import { seeded } from '../src/demo/seeded.ts'
import { openSession } from '../src/modules/organisation/index.ts'
import { readSettings } from '../src/platform/environment.ts'
import { openInstallation, startServer } from '../src/start.ts'

// The database that is killed is the embedded one, whatever the other tests run on.
vi.stubEnv('DATABASE_URL', '')

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 4)
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000)
const BIN = join(import.meta.dirname, '../bin/nuandeng.mjs')

/** `nuandeng serve` as a process of its own, killed and started again. */
class Victim {
  url = ''
  #child: ChildProcess | undefined
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async start() {
    const child = spawn(process.execPath, [BIN, 'serve', '--data', this.#folder, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    let said = ''
    child.stderr?.on('data', (bytes: Buffer) => {
      said += bytes
    })
    this.url = await new Promise<string>((resolve, reject) => {
      child.stdout?.on('data', (bytes: Buffer) => {
        const url = /http:\/\/\S+/.exec(String(bytes))?.[0]
        if (url) resolve(url)
      })
      child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)))
    })
  }

  /** Ends the server without a word; every second time its database as well. */
  async kill(isDatabaseToo: boolean) {
    const child = this.#child
    if (!child) throw new Error('not started')
    const gone = new Promise((resolve) => child.once('exit', resolve))
    if (isDatabaseToo) process.kill(this.#databasePid(), 'SIGKILL')
    child.kill('SIGKILL')
    await gone
  }

  #databasePid(): number {
    const file = join(this.#folder, 'postgres/postmaster.pid')
    return Number(readFileSync(file, 'utf8').split('\n')[0])
  }
}

async function prepare(folder: string) {
  const installation = await openInstallation(readSettings({ dataDir: folder }))
  const stage = await prepareDemo(installation, new Date(), () => undefined)
  const days = demoDay(stage.demonstration.campaignId, stage.units, stage.people)
  const tokens = new Map<string, string>()
  await installation.database.transact('system', async (db) => {
    for (const { personId, loginName } of stage.people) {
      if (!loginName.startsWith('terminal-')) continue
      const { token } = await openSession(db, { personId, kind: 'staff', now: new Date() })
      tokens.set(loginName, token)
    }
  })
  await installation.close()
  return { days, stage, tokenOf: (cityCode: string) => tokens.get(terminalOf(cityCode)) ?? '' }
}

test(`a server killed ${ROUNDS} times in a replay loses no record that it acknowledged and counts none twice`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-kill-'))
  const { days, stage, tokenOf } = await prepare(folder)
  const random = seeded(SEED)
  const total = days.reduce((sum, day) => sum + day.sendings.length, 0)
  const moments = Array.from({ length: ROUNDS }, () => random.below(total)).toSorted(
    (a, b) => a - b,
  )
  const victim = new Victim(folder)
  onTestFinished(() => victim.kill(true).catch(() => undefined))
  await victim.start()

  const acknowledged = new Set<string>()
  let restarting: Promise<void> | undefined
  let kills = 0
  const post = deliverTo(() => victim.url, tokenOf)
  const deliver: Deliver = async (cityCode, records) => {
    const underway = post(cityCode, records)
    if (acknowledged.size >= (moments[kills] ?? Number.POSITIVE_INFINITY) && !restarting) {
      const isDatabaseToo = kills++ % 2 === 1
      restarting = victim
        .kill(isDatabaseToo)
        .then(() => victim.start())
        .finally(() => {
          restarting = undefined
        })
    }
    await restarting
    const answer = await underway
    for (const { recordId } of answer.accepted) acknowledged.add(recordId)
    return answer
  }
  await replay(days, deliver, { durationMs: 0, arrived: new Set() })
  await restarting
  await victim.kill(false)
  expect(kills, `seed ${SEED}`).toBe(ROUNDS)

  const installation = await openInstallation(readSettings({ dataDir: folder, port: 0 }))
  const { database } = installation
  const stored = await database.transact('system', (db) =>
    db.rows<{ recordId: string }>(sql`select record_id from field_record`),
  )
  const ids = new Set(stored.map(({ recordId }) => recordId))
  expect(
    [...acknowledged].filter((id) => !ids.has(id)),
    `seed ${SEED}`,
  ).toEqual([])
  expect(stored).toHaveLength(total)
  const server = await startServer(installation)
  const province = stage.people.find(({ loginName }) => loginName === 'province')
  const { token } = await database.transact('system', (db) =>
    openSession(db, { personId: province?.personId ?? '', kind: 'staff', now: new Date() }),
  )
  const { campaignId } = stage.demonstration
  const result = await checkTotals(days, { url: server.url, token, campaignId, database })
  await server.stop()
  expect(result.differences, `seed ${SEED}`).toEqual([])
  rmSync(folder, { recursive: true, force: true })
}, 600_000)
