import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

export type Duck = DuckDBConnection

/** What a piece of work on columns may take of the machine. */
export interface DuckLimits {
  memoryMb: number
  threads: number
  /** A file that others read at the same time. */
  isReadOnly?: boolean
  /** Where work that outgrows its memory goes on; else beside the file. */
  spillFolder?: string
}

/**
 * Opens a DuckDB database, runs the work on one connection and closes both, whatever happens.
 * Nothing is fetched from a network: formats come with the program or are refused.
 * @param path a file, or `:memory:`
 */
export async function withDuck<T>(
  path: string,
  limits: DuckLimits,
  work: (duck: Duck) => Promise<T>,
): Promise<T> {
  const instance = await DuckDBInstance.create(path, {
    memory_limit: `${limits.memoryMb}MB`,
    threads: String(limits.threads),
    access_mode: limits.isReadOnly ? 'READ_ONLY' : 'AUTOMATIC',
    ...(limits.spillFolder ? { temp_directory: limits.spillFolder } : {}),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    // Rows of meter data carry their own order; keeping that of the files would cost memory.
    preserve_insertion_order: 'false',
  })
  try {
    const duck = await instance.connect()
    try {
      return await work(duck)
    } finally {
      duck.closeSync()
    }
  } finally {
    instance.closeSync()
  }
}

/** A text as SQL of DuckDB writes it: for paths and names, which it takes no parameters for. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
