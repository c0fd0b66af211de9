import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { problems } from './problems.ts'

/** Writes the body of a request to a file, for this account alone to read; what is too large leaves nothing. */
export async function receiveFile(body: Readable, path: string, limitBytes: number) {
  const hash = createHash('sha256')
  const output = createWriteStream(path, { mode: 0o600, flags: 'wx' })
  let bytes = 0
  try {
    // A stream that is destroyed would take the connection with it, and with that the refusal.
    for await (const piece of body.iterator({ destroyOnReturn: false })) {
      bytes += piece.length
      if (bytes > limitBytes) throw problems.tooLarge(limitBytes)
      hash.update(piece)
      if (!output.write(piece)) await once(output, 'drain')
    }
    output.end()
    await finished(output)
    return { bytes, digest: hash.digest('hex') }
  } catch (error) {
    output.destroy()
    await rm(path, { force: true })
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') throw problems.uploadBroken()
    throw error
  }
}
