import { headingForm } from './cell-text.ts'

/** What a column of an import is called. */
export interface NamedColumn {
  title: string
  synonyms: readonly string[]
}

/**
 * Guesses which column of a file holds which field (列对应): the field's own name, its title or one
 * of its synonyms, whatever the width, case and signs; failing that, a heading that holds the name
 * with a note behind it (`户号(必填)`). Each column serves one field and each field has one column.
 */
export function guessColumns(
  headings: readonly string[],
  columns: Readonly<Record<string, NamedColumn>>,
): Map<string, number> {
  const guessed = new Map<string, number>()
  const taken = new Set<number>()
  const take = (form: (heading: string) => string) => {
    const forms = headings.map((heading) => headingForm(form(heading)))
    for (const [field, { title, synonyms }] of Object.entries(columns)) {
      if (guessed.has(field)) continue
      for (const name of [field, title, ...synonyms]) {
        const at = forms.findIndex((form, i) => form === headingForm(name) && !taken.has(i))
        if (at === -1) continue
        guessed.set(field, at)
        taken.add(at)
        break
      }
    }
  }
  take((heading) => heading)
  take((heading) => heading.replace(/[（(［[【*＊:：].*$/s, ''))
  return guessed
}
