import type { InputOf, listUnitsRoute } from '@nuandeng/contract'
import type { Context } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { listUnits as findUnits } from './unit.queries.ts'

/** Units below a parent or by a search; names of units are public to all staff. */
export async function listUnits(ctx: Context, input: InputOf<typeof listUnitsRoute>) {
  const rows = await findUnits(ctx.db, input)
  return pageFrom(rows, input.limit, (row) => row.code)
}
