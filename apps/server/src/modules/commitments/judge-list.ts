import {
  type CaseVerdict,
  dueAfter,
  dueBefore,
  judgeByDeadline,
  type Moment,
  PERIOD_UNITS,
  type WorkingCalendar,
} from '@nuandeng/domain'
import { parse } from 'yaml'
import { z } from 'zod'
import { parseMoment } from './parse-moment.ts'

/** The limits of a file of rules; an edition is one too. What is no clock is passed over. */
const RuleFile = z.object({
  rules: z.array(
    z.object({
      kind: z.string().default('clock'),
      row: z.coerce.string().optional(),
      item: z.coerce.string().optional(),
      class: z.coerce.string().optional(),
      area: z.coerce.string().optional(),
      limit: z.number().positive().optional(),
      unit: z.enum(PERIOD_UNITS).optional(),
    }),
  ),
})

/** One limit of a foreign list. */
export interface ListRule {
  kind: 'clock' | 'reverse-clock'
  /** The value of the class column that it is for; undefined for every other. */
  selects: string | undefined
  period: { limit: number; unit: (typeof PERIOD_UNITS)[number] }
}

/**
 * Reads rules from YAML: all of them, or those of one item or row. What they select by must tell them
 * apart. Throws with the reason.
 */
export function parseListRules(yaml: string, item?: string): ListRule[] {
  const parsed = RuleFile.safeParse(parse(yaml))
  if (!parsed.success) throw new Error(`rules: ${z.prettifyError(parsed.error)}`)
  const clocks = parsed.data.rules.filter(({ kind }) => kind.endsWith('clock'))
  const chosen = clocks.filter(
    (rule) => item === undefined || rule.item === item || rule.row === item,
  )
  if (chosen.length === 0) throw new Error(`rules: no clock${item ? ` of item ${item}` : ''}`)
  const rules = chosen.map(({ kind, limit, unit, ...rule }): ListRule => {
    if (limit === undefined || unit === undefined) throw new Error('rules: limit or unit missing')
    return {
      kind: kind === 'reverse-clock' ? kind : 'clock',
      selects: rule.class ?? rule.area,
      period: { limit, unit },
    }
  })
  if (new Set(rules.map(({ selects }) => selects)).size < rules.length) {
    const names = chosen.map((rule) => rule.row ?? rule.class ?? rule.area)
    throw new Error(`rules: choose one by --item: ${names.join(', ')}`)
  }
  return rules
}

/** Which column holds what. */
export interface ListColumns {
  start: string
  stop: string
  class?: string | undefined
  /** A deadline of the list's own, in place of a rule. */
  due?: string | undefined
  /** The earliest that the start, or the stop, may have been, when the column tells the latest. */
  startFrom?: string | undefined
  stopFrom?: string | undefined
}

export interface ListYardstick {
  columns: ListColumns
  rules: readonly ListRule[]
  calendar: WorkingCalendar
  zone: string
  asOf?: Date | undefined
}

export type ListVerdict =
  | { verdict: CaseVerdict; isAssumed?: boolean }
  | { verdict: 'unusable'; reason: string; isAssumed?: boolean }

/** The verdict on one row, or why it cannot be judged. */
export function judgeRow(row: Record<string, unknown>, by: ListYardstick): ListVerdict {
  const { columns, zone, asOf } = by
  const start = read(row, columns.start, zone, columns.startFrom)
  const stop = read(row, columns.stop, zone, columns.stopFrom)
  const due = columns.due === undefined ? undefined : readDeadline(row, columns.due, zone)
  for (const moment of [start, stop, due]) {
    if (typeof moment === 'string') return { verdict: 'unusable', reason: moment }
  }
  if (!start) return { verdict: 'unusable', reason: `${columns.start} is empty` }
  if (columns.due !== undefined) {
    if (!due) return { verdict: 'unusable', reason: `${columns.due} is empty` }
    return said({ due: due as Moment, done: stop as Moment | undefined, asOf })
  }
  return judgeByRule(row, { start: start as Moment, stop: stop as Moment | undefined }, by)
}

function judgeByRule(
  row: Record<string, unknown>,
  { start, stop }: { start: Moment; stop: Moment | undefined },
  by: ListYardstick,
): ListVerdict {
  const choice = chooseRule(by.rules, by.columns.class && cell(row, by.columns.class))
  if (typeof choice === 'string') return { verdict: 'unusable', reason: choice }
  const { rule, isAssumed } = choice
  if (rule.kind === 'reverse-clock') {
    if (!stop) return { verdict: 'open', isAssumed }
    return { ...said({ due: dueBefore(stop, rule.period), done: start }), isAssumed }
  }
  if (stop && stop.latest < start.earliest) {
    return { verdict: 'unusable', reason: `${by.columns.stop} is before ${by.columns.start}` }
  }
  const due = dueAfter(by.calendar, start, rule.period)
  return { ...said({ due, done: stop, asOf: by.asOf }), isAssumed }
}

function said(judged: Parameters<typeof judgeByDeadline>[0]): ListVerdict {
  const verdict = judgeByDeadline(judged)
  if (verdict === 'undecided') return { verdict: 'unusable', reason: 'its times are too coarse' }
  return { verdict }
}

/** Without a class the strictest limit holds; missing data never makes a promise easier. */
function chooseRule(rules: readonly ListRule[], value: string | undefined) {
  const exact = rules.find(({ selects }) => selects !== undefined && selects === value)
  const rule = exact ?? rules.find(({ selects }) => selects === undefined)
  if (rule) return { rule, isAssumed: false }
  if (value) return `no limit for ${value}`
  const strictest = rules.reduce((a, b) => (isStricter(b, a) ? b : a))
  return { rule: strictest, isAssumed: rules.length > 1 }
}

const ROUGH_MINUTES = { minute: 1, hour: 60, day: 1440, 'working-day': 1440 }

function isStricter(a: ListRule, b: ListRule): boolean {
  const length = ({ period }: ListRule) => period.limit * ROUGH_MINUTES[period.unit]
  return a.kind === 'clock' ? length(a) < length(b) : length(a) > length(b)
}

function cell(row: Record<string, unknown>, column: string): string {
  return String(row[column] ?? '').trim()
}

/** A time, nothing, or in words why it is none. */
function read(
  row: Record<string, unknown>,
  column: string,
  zone: string,
  fromColumn?: string,
): Moment | string | undefined {
  const text = cell(row, column)
  if (!text) return undefined
  const moment = parseMoment(text, zone)
  if (!moment) return `${column} is no time`
  const from = fromColumn && cell(row, fromColumn)
  if (!from) return fromColumn ? { ...moment, earliest: new Date(0) } : moment
  const earliest = parseMoment(from, zone)?.earliest
  return earliest ? { ...moment, earliest } : `${fromColumn} is no time`
}

/** A deadline given as a date lasts to the end of that day. */
function readDeadline(row: Record<string, unknown>, column: string, zone: string) {
  const moment = read(row, column, zone)
  if (moment === undefined || typeof moment === 'string') return moment
  const isDate = !/\d:\d/.test(cell(row, column))
  return isDate ? { earliest: moment.latest, latest: moment.latest } : moment
}
