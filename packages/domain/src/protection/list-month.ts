const MONTH = /^(\d{4})(?:年|[-/.])?(\d{1,2})月?(?:份)?$/

/** The month of a list in one form: `2011年10月`, `2011/10`, `201110` are `2011-10`. */
export function parseListMonth(text: string): string | undefined {
  const [, year = '', month = ''] = MONTH.exec(text.normalize('NFKC').replaceAll(' ', '')) ?? []
  if (Number(month) < 1 || Number(month) > 12) return undefined
  return `${year}-${month.padStart(2, '0')}`
}
