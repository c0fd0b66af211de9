/** The filled lines of a stream of UTF-8 text, with their number from 1. */
export async function* linesOf(stream: NodeJS.ReadableStream): AsyncGenerator<{
  text: string
  row: number
}> {
  stream.setEncoding('utf8')
  let rest = ''
  let row = 0
  for await (const chunk of stream) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() as string
    for (const text of lines) {
      row++
      if (text.trim()) yield { text, row }
    }
  }
  if (rest.trim()) yield { text: rest, row: row + 1 }
}
