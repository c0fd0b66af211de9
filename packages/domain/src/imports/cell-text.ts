/**
 * The text of a cell as it is kept: no blanks at the ends (spaces of any width, tabs, line ends),
 * lines ended by `\n`. What stands within stays as it was typed.
 */
export function tidyCell(text: string): string {
  return (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text).trim()
}

/** Full-width digits, letters and signs as half-width ones (１２３ → 123, Ａ → A, （ → (). */
export function halfWidth(text: string): string {
  return text.normalize('NFKC')
}

/**
 * A number or code that names something (户号, 编号): half-width, without blanks, and without the
 * apostrophe that people put before it to keep its leading noughts. The noughts stay.
 */
export function tidyCode(text: string): string {
  return halfWidth(text).replace(/\s+/g, '').replace(/^'+/, '')
}

/** The heading of a column as it is compared: half-width, lower case, only letters and digits. */
export function headingForm(text: string): string {
  return halfWidth(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
