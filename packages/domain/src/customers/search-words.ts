/** Text as a search compares it: one form of width and case. */
export function searchForm(text: string): string {
  // Most text is in that form already; normalising costs more than looking.
  return (/^[\u4e00-\u9fff0-9a-z]*$/.test(text) ? text : text.normalize('NFKC')).toLowerCase()
}

/** Every two neighbouring characters (二元组) of a text: what a search of two or more characters finds. */
export function bigramsOf(text: string): string[] {
  const found: string[] = []
  const characters = [...searchForm(text)]
  for (let i = 1; i < characters.length; i++) {
    const [one, other] = [characters[i - 1] as string, characters[i] as string]
    if (!isBlank(one) && !isBlank(other)) found.push(one + other)
  }
  return found
}

function isBlank(character: string): boolean {
  return character === ' ' || character.trim() === '' || character < ' '
}

/** How alike two texts are, 0 to 100: the share of their pairs of characters that they have in common. */
export function likenessOf(one: string, other: string): number {
  const [first, second] = [new Set(bigramsOf(one)), new Set(bigramsOf(other))]
  if (first.size + second.size === 0) return searchForm(one) === searchForm(other) ? 100 : 0
  let common = 0
  for (const pair of first) if (second.has(pair)) common++
  return Math.round((200 * common) / (first.size + second.size))
}
