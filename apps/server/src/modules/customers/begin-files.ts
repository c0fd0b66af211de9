import type { CustomerPerson } from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { insertCustomers } from './customer.queries.ts'
import type { CustomerContent } from './customer-content.ts'
import { keeperOf } from './keeper.ts'

/** A file to be begun. */
export interface NewFile {
  customerId: string
  accountNo: string
  unit: { unitId: string; path: string; cityCode: string }
  content: CustomerContent
  people: readonly CustomerPerson[]
  verifiedOn: PlainDate | null
}

/** Begins many files by one statement; that it was done is recorded by whoever has them begun. */
export function beginFiles(
  { db, vault, now }: Pick<Context, 'db' | 'vault' | 'now'>,
  files: readonly NewFile[],
) {
  const keeper = keeperOf(vault)
  const writes = files.map(({ customerId, accountNo, unit, content, people, verifiedOn }) => ({
    ...{ ...content, customerId, accountNo, verifiedOn, version: 0 },
    ...{ cityCode: unit.cityCode, unitId: unit.unitId, unitPath: unit.path },
    ...keeper.keep({ customerId, unitPath: unit.path }, content, people),
  }))
  return insertCustomers(db, writes, now)
}
