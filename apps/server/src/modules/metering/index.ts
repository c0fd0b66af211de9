import {
  getReadingCoverageRoute,
  listReadingFilesRoute,
  listReadingImportsRoute,
  listReadingRejectsRoute,
} from '@nuandeng/contract'
import { serve } from '../../platform/http.ts'
import {
  getReadingCoverage,
  listReadingFiles,
  listReadingImports,
  listReadingRejects,
} from './list-readings.ts'

export { buildUsage } from './build-usage.ts'
export { checkFiles, type FilesCheck, type Store } from './check-files.ts'
export { importReadings, rebuildState } from './import-readings.ts'
export { withCityState } from './open-state.ts'
export { findProfile, listProfiles } from './read-profile.ts'
export { readSeries } from './read-series.ts'
export type { ReadingsProfile } from './reading-layout.ts'
export { ReadingsRefused } from './readings-refused.ts'
export type { ReadingsReport } from './readings-report.ts'
export { readingsTarget } from './readings-target.ts'
export { stageReadings } from './stage-readings.ts'

export const meteringRoutes = [
  serve(listReadingFilesRoute, listReadingFiles),
  serve(listReadingImportsRoute, listReadingImports),
  serve(listReadingRejectsRoute, listReadingRejects),
  serve(getReadingCoverageRoute, getReadingCoverage),
]
