import { checkFiles, type FilesCheck, type Store } from '../modules/metering/index.ts'

/** The files of readings that a backup speaks of and does not hold, by a look at their names and lengths. */
export async function countReadings(store: Store) {
  const { files, bytes, faults } = await checkFiles(store, { isDeep: false })
  return { files, bytes, missing: faults.filter(isOfFile).length }
}

const isOfFile = ({ fault }: FilesCheck['faults'][number]) => fault !== 'no-state'

/** Tells what is left to do for the readings: nobody should believe that the backup has them. */
export function tellReadings(
  { files, bytes, missing }: Awaited<ReturnType<typeof countReadings>>,
  advice: string,
) {
  if (files === 0) return
  const state = missing === 0 ? 'all are in the data folder' : `${missing} are missing or cut off`
  console.error(
    `${files} files of meter readings, ${bytes} bytes, are not in a backup; ${state}. ${advice}`,
  )
}
