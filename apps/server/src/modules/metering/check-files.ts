import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Database } from '../../platform/db.ts'
import { listCitiesWithFiles, listLiveFiles, type ReadingFileRow } from './metering.queries.ts'
import { type MeteringFolder, meteringFolder } from './metering-folder.ts'

export interface Store {
  database: Database
  /** The data folder of the installation. */
  dataDir: string
}

/** A file that should lie in the data folder as the manifest has it. */
interface FileFault {
  path: string
  fault: 'missing' | 'wrong-length' | 'wrong-digest' | 'no-state'
}

export interface FilesCheck {
  /** Files of readings that count, and how long they are together. */
  files: number
  bytes: number
  faults: FileFault[]
}

/**
 * Whether the files of readings that the manifest names lie in the data folder, and beside them the state of each
 * city: a backup of the database holds none of them.
 * @param isDeep reads each file and compares its digest
 */
export async function checkFiles(
  { database, dataDir }: Store,
  { cityCode, isDeep }: { cityCode?: string | undefined; isDeep: boolean },
): Promise<FilesCheck> {
  const folder = meteringFolder(dataDir)
  const check: FilesCheck = { files: 0, bytes: 0, faults: [] }
  const cities = await database.transact('system', listCitiesWithFiles)
  for (const city of cities.filter((code) => cityCode === undefined || code === cityCode)) {
    const files = await database.transact('system', (db) => listLiveFiles(db, city))
    for (const file of files) {
      check.files++
      check.bytes += file.bytes
      const path = pathOf(folder, file)
      const fault =
        (await findFault(folder, file)) ?? (isDeep ? await digestFault(path, file) : undefined)
      if (fault) check.faults.push({ path, fault })
    }
    const state = folder.statePath(city)
    if (!existsSync(state)) check.faults.push({ path: state, fault: 'no-state' })
  }
  return check
}

export const pathOf = (folder: MeteringFolder, { cityCode, month, fileId }: ReadingFileRow) =>
  folder.parquetPath(cityCode, month, fileId)

/** What a look at a file's name and length tells. */
export async function findFault(folder: MeteringFolder, file: ReadingFileRow) {
  const found = await stat(pathOf(folder, file)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  if (!found) return 'missing'
  return found.size === file.bytes ? undefined : 'wrong-length'
}

async function digestFault(path: string, { digest }: ReadingFileRow) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex') === digest ? undefined : 'wrong-digest'
}
