import { addDays, monthBefore, type PlainDate } from '@nuandeng/domain'
import type { Duck } from '../src/platform/duck.ts'

/** A small state as metering makes it (ADR 16): each customer's months, in hundredths of a kWh, newest first. */
export interface AState {
  newest: string
  /** How many months were imported; older ones have no slot. */
  months: number
  /** The slot of the newest month: the ring goes on from any of them. */
  slot?: number
  customers: Readonly<Record<string, readonly number[]>>
  newestDay?: PlainDate
  days?: Readonly<Record<string, readonly number[]>>
}

const two = (slot: number) => String(slot).padStart(2, '0')

/** Writes a state into the tables of a connection. */
export async function writeState(duck: Duck, state: AState): Promise<void> {
  const slot = state.slot ?? 24
  const ids = new Map(Object.keys(state.customers).map((account, id) => [account, id]))
  await writeRing(duck, {
    ...{ table: 'usage', slots: 25, letter: 'm', slot, ids, rows: state.customers },
    ages: Array.from({ length: state.months }, (_, age) => `${monthBefore(state.newest, age)}-01`),
    ring: { table: 'slot', time: 'month' },
  })
  const meters = [...ids].map(([account, id]) => `(${id}, '${account}')`)
  await duck.run('create or replace table meter (id integer, account varchar)')
  await duck.run(`insert into meter values ${meters.join(', ')}`)
  await duck.run('drop table if exists daily; drop table if exists day_slot')
  if (!state.days || !state.newestDay) return
  const { newestDay, days } = state
  const most = Math.max(...Object.values(days).map(({ length }) => length))
  await writeRing(duck, {
    ...{ table: 'daily', slots: 63, letter: 'd', slot: slot % 63, ids, rows: days },
    ages: Array.from({ length: most }, (_, age) => addDays(newestDay, -age)),
    ring: { table: 'day_slot', time: 'day' },
  })
}

interface Ring {
  table: string
  slots: number
  letter: string
  slot: number
  ids: ReadonlyMap<string, number>
  rows: Readonly<Record<string, readonly number[]>>
  /** The date of each age. */
  ages: readonly string[]
  ring: { table: string; time: string }
}

async function writeRing(duck: Duck, of: Ring) {
  const slotOf = (age: number) => (of.slot - age + of.slots) % of.slots
  const columns = Array.from(
    { length: of.slots },
    (_, at) => `${of.letter}${two(at)} integer not null`,
  )
  await duck.run(`create or replace table ${of.table} (id integer, ${columns.join(', ')})`)
  await duck.run(`create or replace table ${of.ring.table} (slot tinyint, ${of.ring.time} date)`)
  const rows = Object.entries(of.rows).map(([account, values]) => {
    const cells = Array<number>(of.slots).fill(-1)
    for (const [age] of of.ages.entries()) cells[slotOf(age)] = values[age] ?? -1
    return `(${[of.ids.get(account), ...cells].join(', ')})`
  })
  await duck.run(`insert into ${of.table} values ${rows.join(', ')}`)
  const times = of.ages.map((date, age) => `(${slotOf(age)}, '${date}')`)
  await duck.run(`insert into ${of.ring.table} values ${times.join(', ')}`)
}
