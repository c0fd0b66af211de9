// Without characters that look alike on paper: 0 O, 1 l I.
const CHARACTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const LENGTH = 16

/** A first password (初始密码) that can be read out and typed: four groups of four, 93 bits. */
export function newFirstPassword(): string {
  const limit = 256 - (256 % CHARACTERS.length)
  let text = ''
  while (text.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      // Bytes past the last whole multiple would make the first characters more likely.
      if (byte < limit && text.length < LENGTH) text += CHARACTERS[byte % CHARACTERS.length]
    }
  }
  return (text.match(/.{4}/g) ?? []).join('-')
}
