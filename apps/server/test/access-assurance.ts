import { listed, OFFICE, UP, WORKERS } from './access-row.ts'
import { REASON, type Subjects, TODAY } from './access-subjects.ts'
import { aNewEntry, aNewHazard } from './assurance-subjects.ts'

/** The rows of the work for key customers. */
export const assuranceRows = {
  getAssurance: { may: WORKERS, from: UP, of: (make: Subjects) => make.care.aCustomerWith({}) },
  recordAssurance: {
    may: WORKERS,
    from: UP,
    of: (make: Subjects) => make.care.aCustomerWith(aNewEntry()),
  },
  reportHazard: {
    may: WORKERS,
    from: UP,
    of: (make: Subjects) => make.care.aCustomerWith(aNewHazard()),
  },
  removeHazard: {
    may: WORKERS,
    from: UP,
    of: ({ assurance }: Subjects) => assurance.aHazard({ removedOn: TODAY, text: REASON }),
  },
  passOnHazard: {
    may: WORKERS,
    from: UP,
    of: ({ assurance }: Subjects) =>
      assurance.aHazard({ reportedOn: TODAY, reportedTo: '示例县电力管理部门' }),
  },
  listDue: {
    may: WORKERS,
    from: UP,
    of: async ({ assurance }: Subjects) =>
      listed((await assurance.aHazard({})).hazardId, { limit: 200 }),
  },
  listInspectionCycles: {
    may: WORKERS,
    from: UP,
    of: ({ station: { unitId } }: Subjects) => ({ unitId }),
  },
  setInspectionCycle: {
    may: OFFICE,
    from: UP,
    of: ({ station: { unitId } }: Subjects) => ({ unitId, grade: 'first' as const, months: 3 }),
  },
} as const
