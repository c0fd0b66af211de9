import { HEADS, LINE, listed, OFFICE, UP } from './access-row.ts'
import type { Subjects } from './access-subjects.ts'

/** The rows of meter data. */
export const meteringRows = {
  // Which months of a city are there is handed down to its counties and stations.
  listReadingFiles: {
    may: HEADS,
    from: LINE,
    of: async ({ readings }: Subjects) => listed((await readings()).fileId, { limit: 200 }),
  },
  listReadingImports: {
    may: OFFICE,
    from: UP,
    of: async ({ readings }: Subjects) => listed((await readings()).importId, { limit: 200 }),
  },
  listReadingRejects: {
    may: OFFICE,
    from: UP,
    of: async ({ readings }: Subjects) => ({ importId: (await readings()).importId }),
  },
  getReadingCoverage: {
    may: HEADS,
    from: UP,
    of: ({ station: { unitId } }: Subjects) => ({ unitId }),
  },
}
