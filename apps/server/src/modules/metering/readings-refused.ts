import { Problem } from '../../platform/problems.ts'

/** Where in which file something stands that refuses the whole import. */
export interface FilePlace {
  file: string
  line?: number | undefined
  column?: string | undefined
}

/** A file of readings that is not taken in at all: nothing of its months is replaced. */
export class ReadingsRefused extends Problem {
  readonly place: FilePlace

  constructor(code: string, place: FilePlace, reason: string) {
    const line = place.line === undefined ? '' : `:${place.line}`
    super(400, code, 'The file is refused', `${place.file}${line}: ${reason}`, [
      { field: 'file', code, reason },
    ])
    this.place = place
  }
}

/** What DuckDB says of a file that it cannot read; the rest tells of its options. */
export function damagedFile(file: string, { message }: Error) {
  const reason = `文件已损坏 the file is damaged: ${message.split('\n', 1)[0]}`
  return new ReadingsRefused('damaged-file', { file }, reason)
}
