import { exportPublicBoardRoute, getPublicBoardRoute, type ReplyOf } from '@nuandeng/contract'
import { shanghaiDate, shanghaiTime } from '@nuandeng/domain'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { NOBODY } from '../../platform/context.ts'
import { type Html, html } from '../../platform/html.ts'
import type { Deps } from '../../platform/http.ts'
import { Problem } from '../../platform/problems.ts'
import { type Look, lookOf, pageHref, publicPage } from '../../platform/public-page.ts'
import { clockTable, otherTable, type Reading, unitTable } from './board-tables.ts'
import { BOARD_WORDS } from './board-words.ts'
import { editionNamed } from './known-editions.ts'
import { getPublicBoard } from './public-board.ts'

type Board = ReplyOf<typeof getPublicBoardRoute>

const PATH = '/board'

/** Whatever cannot be understood is as if it had not been said: a page for everybody has no error in it. */
const Choice = z.object({
  month: getPublicBoardRoute.query.shape.month.optional().catch(undefined),
  unitId: getPublicBoardRoute.query.shape.unitId.catch(undefined),
  row: z.string().max(60).optional().catch(undefined),
  edition: z.string().max(60).optional().catch(undefined),
})
type Choice = z.output<typeof Choice>

/** The public board (公开承诺看板) as a page: no log-in, no script, system fonts. */
export function serveBoardPage(app: FastifyInstance, deps: Deps) {
  app.get(PATH, async (request, reply) => {
    const look = lookOf(request, reply, PATH)
    const choice = Choice.parse(request.query)
    const month = choice.month ?? shanghaiDate(deps.now()).slice(0, 7)
    const board = await readBoard(deps, { month, unitId: choice.unitId })
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store')
    return reply.code(board ? 200 : 404).send(pageOf({ choice, look, board }, deps).text)
  })
}

/** Undefined where there is no such unit. */
async function readBoard(
  deps: Deps,
  wanted: { month: string; unitId: string | undefined },
): Promise<Board | undefined> {
  const { unitId, month } = wanted
  try {
    return await deps.database.transact('system', (db) =>
      getPublicBoard(
        { db, actor: NOBODY, now: deps.now(), vault: deps.vault, announce: () => {} },
        { month, ...(unitId ? { unitId } : {}) },
      ),
    )
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined
    throw error
  }
}

function pageOf(
  { choice, look, board }: { choice: Choice; look: Look; board: Board | undefined },
  { isDemo }: Deps,
): Html {
  const words = BOARD_WORDS[look.lang ?? 'zh']
  const { month, unitId, row, edition } = choice
  const kept = { month: board?.month ?? month, unitId, row, edition }
  const hrefOf: Reading['hrefOf'] = (change) => pageHref(PATH, { ...kept, ...change })
  const body = board
    ? bodyOf(board, choice, { words, hrefOf })
    : html`<p role="alert">${words.notFound}</p>`
  return publicPage(words, look, { body, isDemo, hrefOf })
}

function bodyOf(board: Board, { row, edition }: Choice, reading: Reading): Html {
  const { words, hrefOf } = reading
  const [own, ...below] = board.units
  if (!own) throw new Error('the board has no unit')
  const isShown = (candidate: { row: string; edition: string }) =>
    candidate.row === row && candidate.edition === edition
  const chosen = board.units.flatMap(({ unit, rows }) =>
    rows.filter(isShown).map((found) => ({ unit, row: found })),
  )
  const csv = new URLSearchParams({ month: board.month, unitId: own.unit.unitId })
  const csvHref = `/api${exportPublicBoardRoute.url}?${csv}`
  return html`${formOf(board, reading)}
<h2>${own.unit.name} · ${board.month}</h2>
<p>${words.asOf} ${shanghaiTime(new Date(board.asOf))} <a href="${hrefOf({ month: monthAfter(board.month, -1) })}">${words.before}</a> <a href="${hrefOf({ month: monthAfter(board.month, 1) })}">${words.after}</a> <a href="${csvHref}" download>${words.csv}</a></p>
${chosen.length > 0 ? html`<p><a href="${hrefOf({ row: undefined, edition: undefined })}">${words.back}</a></p>${unitTable(chosen, reading)}` : html`${promisesOf(own, reading)}${belowOf(below, reading)}`}
<p class="note">${words.note}</p>`
}

/** Month and unit are chosen by a form that needs no script. */
function formOf({ month, units }: Board, { words }: Reading): Html {
  const [own] = units
  return html`<form method="get" action="${PATH}"><label>${words.month} <input type="month" name="month" value="${month}" required></label>
<label>${words.unit} <select name="unitId">${units.map(
    ({ unit }) =>
      html`<option value="${unit.unitId}"${unit.unitId === own?.unit.unitId && html` selected`}>${unit.name}</option>`,
  )}</select></label> <button>${words.show}</button></form>`
}

function promisesOf({ unit, rows }: Board['units'][number], reading: Reading): Html[] {
  const { words } = reading
  return [...Map.groupBy(rows, ({ edition }) => edition)].map(([edition, found]) => {
    const { name, nameEn, validFrom } = editionNamed(edition)
    const isTimed = ({ kind }: { kind: string }) => kind === 'clock' || kind === 'reverse-clock'
    return html`<h3>${words.lang === 'en' ? nameEn : name} <small>${validFrom}</small></h3>
${clockTable(found.filter(isTimed), unit.name, reading)}
${otherTable(
  found.filter((row) => !isTimed(row)),
  words,
)}`
  })
}

function belowOf(units: Board['units'], { words, hrefOf }: Reading): Html {
  if (units.length === 0) return html``
  return html`<h3>${words.below}</h3><ul class="units">${units.map(
    ({ unit }) => html`<li><a href="${hrefOf({ unitId: unit.unitId })}">${unit.name}</a></li>`,
  )}</ul>`
}

function monthAfter(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}
