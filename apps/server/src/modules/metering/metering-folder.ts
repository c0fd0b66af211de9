import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PlainDate } from '@nuandeng/domain'

/** Where the readings of an installation lie: the folder `metering` of the data folder (ADR 16). */
export function meteringFolder(dataDir: string) {
  const root = join(dataDir, 'metering')
  const cityFolder = (cityCode: string) => join(root, cityCode)
  return {
    root,
    cityFolder,
    parquetPath: (cityCode: string, month: PlainDate, fileId: string) =>
      join(cityFolder(cityCode), month.slice(0, 7), `${fileId}.parquet`),
    statePath: (cityCode: string) => join(cityFolder(cityCode), 'state.duckdb'),
    /** Where an import works; what a killed one left there is removed by the next. */
    workFolder: (scope: string) => join(root, `work-${scope}`),
  }
}
export type MeteringFolder = ReturnType<typeof meteringFolder>

/** A new empty folder in the place of whatever stands there. */
export async function makeEmpty(folder: string) {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
}

/** Gives a finished file its name: it is whole on the disk before the name is, and the name before we go on. */
export async function moveIntoPlace(from: string, to: string) {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  await sync(from)
  await rename(from, to)
  if (process.platform !== 'win32') await sync(dirname(to))
}

async function sync(path: string) {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Removes every file of readings in a city's folder that the manifest does not name. */
export async function sweep(folder: MeteringFolder, cityCode: string, known: ReadonlySet<string>) {
  const root = folder.cityFolder(cityCode)
  const names = await readdir(root, { recursive: true }).catch(() => [])
  for (const name of names) {
    const path = join(root, name)
    if (/\.(parquet|part|wal)$/.test(name) && !known.has(path)) await rm(path, { force: true })
  }
}
