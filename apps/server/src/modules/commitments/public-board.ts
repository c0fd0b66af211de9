import type {
  exportPublicBoardRoute,
  getPublicBoardRoute,
  InputOf,
  listEditionsRoute,
  ReplyOf,
} from '@nuandeng/contract'
import {
  averageKept,
  type Edition,
  isClock,
  keptShare,
  PERIOD_MINUTES,
  type Rule,
} from '@nuandeng/domain'
import { type Context, NOBODY } from '../../platform/context.ts'
import type { Call } from '../../platform/http.ts'
import { problems } from '../../platform/problems.ts'
import { sendTable } from '../../platform/send-table.ts'
import type { Cell } from '../../platform/xlsx.ts'
import { findRootUnit, findUnit, listUnitsDirectlyBelow } from '../organisation/index.ts'
import { type BoardFigures, listFigures } from './board.queries.ts'
import { bindingEdition, editionNamed, editions } from './known-editions.ts'

type Board = ReplyOf<typeof getPublicBoardRoute>
type BoardRow = Board['units'][number]['rows'][number]

/** The public board (公开承诺看板): how each promise was kept in a month, at a unit and directly below it. */
export async function getPublicBoard(
  ctx: Context,
  input: InputOf<typeof getPublicBoardRoute>,
): Promise<Board> {
  const unit = input.unitId ? await findUnit(ctx.db, input.unitId) : await findRootUnit(ctx.db)
  if (!unit) throw problems.notFound('unit', input.unitId ?? 'root')
  const month = monthOf(input.month)
  const figures = await listFigures(ctx.db, unit.path, month)
  const shown = editionsOf(figures, month)
  const units = [unit, ...(await listUnitsDirectlyBelow(ctx.db, unit.unitId))]
  return {
    month: input.month,
    asOf: ctx.now.toISOString(),
    units: units.map(({ unitId, kind, name, path }) => ({
      unit: { unitId, kind, name, path },
      rows: shown.flatMap((edition) =>
        edition.rules.map((rule) =>
          rowOf(
            edition,
            rule,
            figures.find(
              (found) =>
                found.path === path &&
                found.edition === edition.edition &&
                found.ruleRow === rule.row,
            ),
          ),
        ),
      ),
    })),
  }
}

function monthOf(month: string) {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const next = `${number === 12 ? year + 1 : year}-${String((number % 12) + 1).padStart(2, '0')}`
  const start = (text: string) => new Date(`${text}-01T00:00:00+08:00`)
  return { from: start(month), to: start(next) }
}

/** The editions that bound cases of the month, and the one in force at its end. */
function editionsOf(figures: readonly BoardFigures[], month: { to: Date }): Edition[] {
  const names = new Set(figures.map(({ edition }) => edition))
  const last = bindingEdition(new Date(month.to.getTime() - 1))
  if (last) names.add(last.edition)
  return [...names].map(editionNamed).sort((a, b) => a.validFrom.localeCompare(b.validFrom))
}

const NO_CASES = { cases: 0, kept: 0, broken: 0, exempt: 0, open: 0, measured: 0, corrected: 0 }
const NO_TIMES = { worstMinutes: null, medianMinutes: null, meanMinutes: null }
const NO_FIGURES = {
  cases: null,
  kept: null,
  broken: null,
  exempt: null,
  open: null,
  corrected: null,
  keptShare: null,
  ...NO_TIMES,
  isAverageKept: null,
}

/** What is no clock has no cases, and is shown as what it is. */
function rowOf(edition: Edition, rule: Rule, found: BoardFigures | undefined): BoardRow {
  const { row, item, kind, title, titleEn } = rule
  const words = { edition: edition.edition, row, item, kind, title, titleEn }
  if (!isClock(rule)) {
    const none = { statistic: null, limit: null, limitUnit: null }
    return { ...words, ...none, atLeast: rule.atLeast ?? null, ...NO_FIGURES }
  }
  const { statistic, limit, unit: limitUnit } = rule
  const period = { statistic, limit, limitUnit, atLeast: null }
  // Of a notice there is no time that it took.
  const times = rule.kind === 'reverse-clock' ? NO_TIMES : {}
  const figures = { ...(found ?? { ...NO_CASES, ...NO_TIMES }), ...times }
  const { cases, kept, broken, exempt, open, corrected } = figures
  const { worstMinutes, medianMinutes, meanMinutes } = figures
  return {
    ...words,
    ...period,
    ...{ cases, kept, broken, exempt, open, corrected, worstMinutes, medianMinutes, meanMinutes },
    keptShare: keptShare({ kept, broken }),
    isAverageKept: averageKept(statistic, meanMinutes, limit * PERIOD_MINUTES[limitUnit]),
  }
}

const COLUMNS = [
  '月份 month',
  '单位 unit',
  '版本 edition',
  '条款 row',
  '性质 kind',
  '承诺 promise',
  '时限 limit',
  '统计口径 statistic',
  '件数 cases',
  '兑现 kept',
  '未兑现 broken',
  '免责 exempt',
  '在办 open',
  '更正 corrected',
  '兑现率 kept_percent',
  '最长分钟 worst_minutes',
  '中位分钟 median_minutes',
  '平均分钟 mean_minutes',
]

/** Downloads the public board as CSV. */
export async function exportPublicBoard(call: Call<typeof exportPublicBoardRoute>) {
  const { deps, reply, input } = call
  const board = await deps.database.transact('system', (db) =>
    getPublicBoard(
      { db, actor: NOBODY, now: deps.now(), vault: deps.vault, announce: () => {} },
      input,
    ),
  )
  const rows = board.units.flatMap(({ unit, rows }) =>
    rows.map((row) => cellsOf(board.month, unit.name, row)),
  )
  return sendTable(reply, {
    format: 'csv',
    name: `board-${board.month}`,
    sheet: '公开承诺看板',
    columns: COLUMNS,
    rows: rows.length,
    pages: pagesOf(rows),
  })
}

async function* pagesOf(rows: Cell[][]) {
  yield rows
}

function cellsOf(month: string, unit: string, row: BoardRow): Cell[] {
  const limit = row.limit === null ? null : `${row.limit} ${row.limitUnit}`
  return [
    ...[month, unit, row.edition, row.row, row.kind, row.title, limit, row.statistic],
    ...[row.cases, row.kept, row.broken, row.exempt, row.open, row.corrected, row.keptShare],
    ...[row.worstMinutes, row.medianMinutes, row.meanMinutes],
  ]
}

/** Every edition that the program brings along. */
export async function listEditions(): Promise<ReplyOf<typeof listEditionsRoute>> {
  return {
    editions: editions().map(({ rules, ...edition }) => ({
      ...edition,
      rules: rules.map((rule) => ({ ...rule, start: isClock(rule) ? [...rule.start] : undefined })),
    })),
  }
}
