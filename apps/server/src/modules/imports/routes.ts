import {
  deleteImportProfileRoute,
  downloadImportErrorsRoute,
  eraseImportFileRoute,
  getImportRunRoute,
  listImportProfilesRoute,
  listImportRunsRoute,
  listImportTargetsRoute,
  readImportFileRoute,
  resumeImportRoute,
  saveImportProfileRoute,
  startImportRoute,
  stopImportRoute,
  uploadImportFileRoute,
} from '@nuandeng/contract'
import { type Deps, type Served, serve, serveCall } from '../../platform/http.ts'
import type { House } from './house.ts'
import { deleteProfile, listProfiles, saveProfile } from './profiles.ts'
import { eraseFile, readFile } from './read-file.ts'
import { downloadErrors, getRun, listRuns, listTargets } from './read-runs.ts'
import { resumeImport, startImport, stopImport } from './runs.ts'
import { spoolOf } from './spool.ts'
import { uploadFile } from './upload-file.ts'

/** Imports for people in the browser, into these targets. */
export function importRoutes(targets: House['targets']): Served[] {
  const houseOf = (deps: Deps): House => ({ targets, spool: spoolOf(deps.settings.dataDir) })
  const inHouse = { prepare: ({ deps }: { deps: Deps }) => houseOf(deps) }
  return [
    serve(listImportTargetsRoute, listTargets, inHouse),
    serveCall(uploadImportFileRoute, (call) => uploadFile(call, houseOf(call.deps))),
    serveCall(readImportFileRoute, (call) => readFile(call, houseOf(call.deps))),
    serve(eraseImportFileRoute, eraseFile, inHouse),
    serve(listImportProfilesRoute, listProfiles, inHouse),
    serve(saveImportProfileRoute, saveProfile, inHouse),
    serve(deleteImportProfileRoute, deleteProfile, inHouse),
    serve(startImportRoute, startImport, inHouse),
    serve(listImportRunsRoute, listRuns, inHouse),
    serve(getImportRunRoute, getRun, inHouse),
    serve(stopImportRoute, stopImport, inHouse),
    serve(resumeImportRoute, resumeImport, inHouse),
    serveCall(downloadImportErrorsRoute, (call) => downloadErrors(call, houseOf(call.deps))),
  ]
}
