import type { Context } from '../../platform/context.ts'
import { type AccountFile, findAccountFile } from '../customers/index.ts'
import { isGuarded } from '../protection/index.ts'
import { type ArrearsRow, setCase } from './arrears.queries.ts'

/** Who is on the government's list, or of the class that holds those, is an important user (trap 21). */
export const isImportantUser = ({ customerClass, isImportant }: AccountFile) =>
  customerClass === 'A' || isImportant

/**
 * What the file says about cutting the account off (保护名单): an important user, or somebody with a care flag that
 * guards. Which of them it is stays with the file.
 */
export async function isGuardedByFile(ctx: Context, file: AccountFile | undefined) {
  return file !== undefined && (isImportantUser(file) || (await isGuarded(ctx, file.customerId)))
}

/** A case with what the file says now: asked at each step, since a flag may have come after the last one. */
export async function askFile(ctx: Context, found: ArrearsRow): Promise<ArrearsRow> {
  const file = await findAccountFile(ctx.db, found.cityCode, found.accountNo)
  const asked = { ...found, isGuardedByFile: await isGuardedByFile(ctx, file) }
  if (asked.isGuardedByFile !== found.isGuardedByFile) await setCase(ctx.db, asked)
  return asked
}
