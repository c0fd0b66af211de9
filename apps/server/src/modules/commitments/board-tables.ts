import type { getPublicBoardRoute, ReplyOf } from '@nuandeng/contract'
import { type Html, html } from '../../platform/html.ts'
import type { BoardWords } from './board-words.ts'

type Unit = ReplyOf<typeof getPublicBoardRoute>['units'][number]
export type Row = Unit['rows'][number]

/** What the reader chose: words, and the address of a page that differs in something. */
export interface Reading {
  words: BoardWords
  hrefOf(change: Readonly<Record<string, string | undefined>>): string
}

const titleOf = (row: Row, { lang }: BoardWords) => (lang === 'en' ? row.titleEn : row.title)

/** The promises with a time limit at one unit, each leading to the same one unit by unit. */
export function clockTable(rows: readonly Row[], name: string, reading: Reading): Html {
  const { words } = reading
  const heads = rows.map((row) => {
    const address = reading.hrefOf({ row: row.row, edition: row.edition })
    const title = titleOf(row, words)
    return html`${title}<small>${limitOf(row, words)} <a href="${address}" aria-label="${title} ${words.byUnit}">${words.byUnit}</a></small>`
  })
  return table(words.table(name), words.promise, { rows, heads }, words)
}

/** One promise at a unit and each one below it. */
export function unitTable(
  units: readonly { unit: Unit['unit']; row: Row }[],
  reading: Reading,
): Html {
  const { words } = reading
  const [first] = units
  if (!first) return html``
  const heads = units.map(({ unit }) => {
    const address = reading.hrefOf({ unitId: unit.unitId })
    return html`<a href="${address}">${unit.name}</a>`
  })
  const rows = units.map(({ row }) => row)
  return table(titleOf(first.row, words), words.unit, { rows, heads }, words)
}

function table(
  caption: string,
  first: string,
  { rows, heads }: { rows: readonly Row[]; heads: readonly Html[] },
  words: BoardWords,
): Html {
  const { result, cases, kept, broken, exempt, open, corrected, worst, median, mean } = words
  const columns = [result, cases, kept, broken, exempt, open, corrected, worst, median, mean]
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr><th scope="col">${first}</th>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row, i) => html`<tr><th scope="row">${heads[i]}</th>${figures(row, words)}</tr>\n`)}</tbody></table></div>`
}

/** No cases are said in words across the whole row: a wrong-looking zero or 100 % is impossible. */
function figures(row: Row, words: BoardWords): Html {
  if (row.cases === null) return html`<td colspan="10" class="none">${words.notCounted}</td>`
  if (row.cases === 0) return html`<td colspan="10" class="none">${words.none}</td>`
  const { cases, kept, broken, exempt, open, corrected } = row
  const isAverage = row.statistic === 'average'
  const counts = [cases, isAverage ? '—' : kept, isAverage ? '—' : broken, exempt, open, corrected]
  const times = [row.worstMinutes, row.medianMinutes, row.meanMinutes]
  return html`${resultOf(row, words)}${counts.map((count) => html`<td>${count}</td>`)}${times.map(
    (minutes) => html`<td>${minutes === null ? '—' : spanOf(minutes, words)}</td>`,
  )}`
}

function resultOf(row: Row, words: BoardWords): Html {
  const { isAverageKept, keptShare, open } = row
  if (isAverageKept !== null)
    return isAverageKept
      ? html`<td class="good">${words.averageKept}</td>`
      : html`<td class="bad">${words.averageBroken}</td>`
  if (keptShare === null)
    return html`<td class="none">${open ? words.allOpen : words.allExempt}</td>`
  return html`<td class="${keptShare < 100 ? 'bad' : 'good'}">${keptShare} %</td>`
}

/** Indicators, disclosures and rules of conduct, as what they are and never as a clock without breaches. */
export function otherTable(rows: readonly Row[], words: BoardWords): Html {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${words.others}"><table class="plain"><caption>${words.others}</caption>
<thead><tr><th scope="col">${words.promise}</th><th scope="col">${words.kind}</th><th scope="col">${words.target}</th><th scope="col">${words.figure}</th></tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr><th scope="row">${titleOf(row, words)}</th><td>${words.kinds[row.kind]}</td><td>${targetOf(row, words)}</td><td class="none">${words.notHere}</td></tr>\n`,
  )}</tbody></table></div>`
}

function targetOf(row: Row, words: BoardWords): string {
  if (row.kind !== 'indicator') return '—'
  return row.atLeast === null ? words.noTarget : `≥ ${row.atLeast} %`
}

function limitOf({ limit, limitUnit, statistic }: Row, words: BoardWords): string {
  if (limit === null || limitUnit === null) return ''
  const text = `${limit} ${words.units[limitUnit]}`
  return statistic === 'average' ? `${text} · ${words.average}` : text
}

/** Minutes in the unit that a reader would use. */
function spanOf(minutes: number, { units }: BoardWords): string {
  if (minutes < 120) return `${Math.round(minutes)} ${units.minute}`
  if (minutes < 2880) return `${(minutes / 60).toFixed(1)} ${units.hour}`
  return `${(minutes / 1440).toFixed(1)} ${units.day}`
}
