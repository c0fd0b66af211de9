import type { ReplyOf, readImportFileRoute } from '@nuandeng/contract'
import { headingForm } from '@nuandeng/domain'

export type ReadList = ReplyOf<typeof readImportFileRoute>
/** Heading by field. */
export type ColumnMap = Readonly<Record<string, string>>

/** The headings that can be chosen: of several that read alike, the first. */
export function choosable(headings: readonly string[]): string[] {
  const forms = headings.map(headingForm)
  return headings.filter((_, i) => forms[i] !== '' && forms.indexOf(forms[i] as string) === i)
}

/** A map that was made for another list, as far as this one has its columns. */
export function fittedTo(headings: readonly string[], map: ColumnMap): ColumnMap {
  const fitted: Record<string, string> = {}
  for (const [field, wanted] of Object.entries(map)) {
    const heading = headings.find((text) => headingForm(text) === headingForm(wanted))
    if (heading) fitted[field] = heading
  }
  return fitted
}

/** Puts a column to a field; it serves no other one from then on. */
export function assigned(map: ColumnMap, field: string, heading: string | undefined): ColumnMap {
  const rest = Object.entries(map).filter(([key, used]) => key !== field && used !== heading)
  return Object.fromEntries(heading === undefined ? rest : [...rest, [field, heading]])
}

/** Some values of a column, each once. */
export function examplesOf({ headings, rows }: ReadList, heading: string | undefined): string[] {
  const at = heading === undefined ? -1 : headings.indexOf(heading)
  const values = rows.flatMap(({ cells }) => cells[at]?.trim() || [])
  return [...new Set(values)].slice(0, 3)
}
