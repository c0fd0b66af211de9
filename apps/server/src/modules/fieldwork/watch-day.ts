import type { LiveDay, watchDayRoute } from '@nuandeng/contract'
import type { z } from 'zod'
import type { Call, Deps } from '../../platform/http.ts'
import { unitRef } from '../organisation/index.ts'
import { findClosing } from './closing.queries.ts'
import { findDayInReach } from './day-in-reach.ts'
import { figuresOf, sumOf } from './figures.ts'
import { foldBuckets } from './get-day-totals.ts'
import { dayKey } from './record-fieldwork.ts'
import { listNewest } from './record-view.queries.ts'
import { recountStateOf } from './recount-state.ts'
import { type Day, listChildSums, listHours } from './totals.queries.ts'

/** A live page gets at most this many pictures a second, however many records come in. */
const PAUSE_MS = 400
/** How often a page that nothing happens on is looked after: is its session still open? */
const LOOK_AFTER_MS = 20_000
const TICKER_ROWS = 12

type LivePicture = z.input<typeof LiveDay>
type LiveUnit = Parameters<typeof unitRef>[0] & { cityCode: string }

/** The day as it happens (实时): a picture at once, and another whenever something changed. */
export async function watchDay(call: Call<typeof watchDayRoute>) {
  const { deps, reply, request, input, actor, scope } = call
  const unit = await deps.database.transact(scope, async (db) => {
    const ctx = { db, actor, now: deps.now(), vault: deps.vault, announce: () => undefined }
    return (await findDayInReach(ctx, input)).unit
  })
  const turn = new Turn()
  const topics = new Set([`day:${dayKey(input)}`, `recount:${dayKey(input)}`])
  const unsubscribe = deps.live.subscribe((topic) => topics.has(topic) && turn.call())
  reply.sse.keepAlive()
  reply.sse.onClose(() => turn.end())
  try {
    turn.call()
    while (await turn.next(LOOK_AFTER_MS)) {
      if (!(await deps.isSessionOpen(request))) break
      if (turn.wasCalled) await reply.sse.send({ data: await pictureOf(deps, input, unit) })
      await turn.rest(PAUSE_MS)
    }
  } finally {
    unsubscribe()
    reply.sse.close()
  }
}

/** Wakes a loop when called, at the latest after a while, and for good when ended. */
class Turn {
  wasCalled = false
  #isCalled = false
  #isEnded = false
  #wake: () => void = () => undefined

  call() {
    this.#isCalled = true
    this.#wake()
  }

  end() {
    this.#isEnded = true
    this.#wake()
  }

  /** Waits for a call; false when it has ended. */
  async next(atMostMs: number): Promise<boolean> {
    if (!this.#isCalled && !this.#isEnded) await this.rest(atMostMs, true)
    this.wasCalled = this.#isCalled
    this.#isCalled = false
    return !this.#isEnded
  }

  rest(ms: number, isWokenByCalls = false): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        if (!isWokenByCalls && !this.#isEnded) return
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

const drawing = new WeakMap<Deps, Map<string, Promise<LivePicture>>>()

/** Screens that look at the same unit share one picture: its cost does not grow with their number. */
function pictureOf(deps: Deps, day: Day, unit: LiveUnit): Promise<LivePicture> {
  const byKey = drawing.get(deps) ?? new Map<string, Promise<LivePicture>>()
  drawing.set(deps, byKey)
  const key = `${dayKey(day)}/${unit.path}`
  const underway = byKey.get(key)
  if (underway) return underway
  const picture = draw(deps, day, unit).finally(() => byKey.delete(key))
  byKey.set(key, picture)
  return picture
}

function draw(deps: Deps, day: Day, unit: LiveUnit): Promise<LivePicture> {
  return deps.database.transact({ paths: [unit.path] }, async (db) => {
    const rows = foldBuckets(await listChildSums(db, day, unit))
    const newest = await listNewest(db, day, TICKER_ROWS)
    const { differences: _, ...recount } = await recountStateOf(db, day, unit)
    return {
      asOf: deps.now().toISOString(),
      unit: unitRef(unit),
      totals: sumOf(rows.map(({ totals }) => totals)),
      late: sumOf(rows.map(({ late }) => late)),
      rows: rows.map(({ unit, cityCode, totals }) => ({ unit, cityCode, totals })),
      byHour: (await listHours(db, day, unit.path)).map((row) => ({
        hour: row.hour,
        totals: figuresOf(row),
      })),
      newest: newest.map((row) => ({
        recordId: row.recordId,
        kind: row.kind,
        unitName: row.unitName,
        cityName: row.cityName,
        quantity: row.quantity,
        occurredAt: row.occurredAt.toISOString(),
        receivedAt: row.receivedAt.toISOString(),
      })),
      recount,
      isClosed: (await findClosing(db, day)) !== undefined,
    }
  })
}
