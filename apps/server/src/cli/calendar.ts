import { pipeline } from 'node:stream/promises'
import { deadlineOf, lastDayOf, PERIOD_UNITS, type WorkingCalendar } from '@nuandeng/domain'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { workingCalendar } from '../modules/commitments/index.ts'
import { faultsOf } from '../platform/input.ts'
import { problems } from '../platform/problems.ts'
import { EXIT } from './exit.ts'
import { linesOf } from './lines.ts'

const Question = z.strictObject({
  start: z.iso.datetime({
    offset: true,
    error: 'an instant with offset, 2011-09-28T10:00:00+08:00',
  }),
  n: z.number().int().min(1).max(10_000_000),
  unit: z.enum(PERIOD_UNITS).default('working-day'),
})

interface DueOptions {
  start?: string
  days?: number
  unit: (typeof PERIOD_UNITS)[number]
  closed: string[]
  json?: boolean
}

/** `nuandeng calendar due`: when a period ends by the Chinese working-day calendar (工作日). */
export function addCalendarCommands(program: Command) {
  const calendar = program.command('calendar').description('Chinese working days and deadlines')
  calendar
    .command('due')
    .description(
      'when a period ends; without --start: JSON lines {"start","n","unit"} on standard input',
    )
    .option('--start <instant>', 'when it begins, e.g. 2011-09-28T10:00:00+08:00')
    .option('--days <n>', 'how many units it lasts', wholeNumber)
    .addOption(
      new Option('--unit <unit>', 'what is counted').choices(PERIOD_UNITS).default('working-day'),
    )
    .option('--closed <dates>', 'days of local closure, e.g. 2021-07-21,2021-07-22', dates, [])
    .option('--json', 'print one JSON line {"dueAt","dueOn","provisional"}')
    .addHelpText(
      'after',
      '\nDays and working days: the day of --start in Asia/Shanghai is not counted, and the period ends at\n' +
        '24:00 of the last day. Hours and minutes run from the instant itself, day and night. provisional:\n' +
        'the period reaches days that a later notice of the State Council may still change.\n' +
        'Exit codes: 0 done, 1 a line of standard input was refused (its answer says why), 2 wrong usage.',
    )
    .action(async (options: DueOptions) => {
      const workdays = workingCalendar(options.closed)
      if (options.start === undefined) return answerLines(workdays)
      if (options.days === undefined) throw problems.wrongField('--days', 'missing', 'say how many')
      const { start, days, unit } = options
      const answer = answerTo({ start, n: days, unit }, workdays)
      if (answer.errors) throw problems.invalidInput(answer.errors)
      if (options.json) console.log(JSON.stringify(answer))
      else
        console.log(`${answer.dueOn} (${answer.dueAt})${answer.provisional ? ' provisional' : ''}`)
    })
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('a whole number')
  return Number(text)
}

function dates(text: string): string[] {
  const days = text.split(',')
  if (days.some((day) => !z.iso.date().safeParse(day).success)) {
    throw new InvalidArgumentError('dates like 2021-07-21, with commas between')
  }
  return days
}

function answerTo(question: unknown, calendar: WorkingCalendar) {
  const parsed = Question.safeParse(question)
  if (!parsed.success) return { errors: faultsOf(parsed.error) }
  const { start, n, unit } = parsed.data
  try {
    const due = deadlineOf(calendar, new Date(start), { limit: n, unit })
    return {
      dueAt: due.dueAt.toISOString(),
      dueOn: lastDayOf(due.dueAt),
      provisional: due.isProvisional,
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { errors: [{ field: 'start', code: 'out-of-range', reason: error.message }] }
  }
}

/** Answers each line in order; a bad one gets its own answer and costs the others nothing. */
async function answerLines(calendar: WorkingCalendar) {
  async function* answers() {
    for await (const { text, row } of linesOf(process.stdin)) {
      const answer = answerTo(parseJson(text), calendar)
      if (answer.errors) process.exitCode = EXIT.fault
      yield `${JSON.stringify(answer.errors ? { row, ...answer } : answer)}\n`
    }
  }
  await pipeline(inBlocks(answers()), process.stdout)
}

const BLOCK_LENGTH = 65_536

/** Joins lines into blocks: one write for each line would take longer than the answers. */
async function* inBlocks(lines: AsyncIterable<string>) {
  let block = ''
  for await (const line of lines) {
    block += line
    if (block.length < BLOCK_LENGTH) continue
    yield block
    block = ''
  }
  yield block
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON is refused like every other input that is no question.
    return text
  }
}
