import type { Context } from '../../platform/context.ts'
import { type Account, listByAccount, listByAddress } from './entitlement.queries.ts'

/** How a list names somebody. */
export interface Listed {
  accountNo: string | null
  name: string
  address: string | null
}

/** Whose account a row of a list means; or why that cannot be told. */
export type Match =
  | { account: Account; holderDiffers: boolean }
  | { field: 'accountNo' | 'address' | null; code: string; message: string }

/**
 * Matches rows of a list with accounts, here and nowhere else (名单在本单位内匹配): by the number, or by name and
 * address together. A tenant's meter stands in the landlord's name: with a number the row goes in and says so, without
 * one nobody guesses.
 */
export async function matchAccounts(ctx: Context, rows: readonly Listed[]): Promise<Match[]> {
  const numbers = rows.flatMap(({ accountNo }) => accountNo ?? [])
  const byNumber = Map.groupBy(await listByAccount(ctx.db, numbers), ({ accountNo }) => accountNo)
  const places = rows.flatMap(({ accountNo, address }) =>
    accountNo === null && address !== null ? [sameForm(address)] : [],
  )
  const byAddress = Map.groupBy(await listByAddress(ctx.db, places), ({ address }) => address)
  return rows.map((row) => {
    if (row.accountNo !== null) return byAccountNo(row, byNumber.get(row.accountNo) ?? [])
    if (row.address === null) {
      return refused(null, 'no-key', '没有户号，也没有地址，无法匹配')
    }
    return byNameAndAddress(row, byAddress.get(sameForm(row.address)) ?? [])
  })
}

/** As SAME in entitlement.queries.ts has it. */
function sameForm(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(' ', '')
}

function refused(field: 'accountNo' | 'address' | null, code: string, message: string): Match {
  return { field, code, message }
}

function byAccountNo({ name }: Listed, found: readonly Account[]): Match {
  const [account, other] = found
  if (!account) return refused('accountNo', 'no-account', '没有这个户号')
  if (other) return refused('accountNo', 'several-accounts', '几个地市有同一户号，请按地市导入')
  return fitting(account, { field: 'accountNo', holderDiffers: !isHeldBy(account, name) })
}

function byNameAndAddress({ name }: Listed, there: readonly Account[]): Match {
  const [account, other] = there.filter((candidate) => isHeldBy(candidate, name))
  if (other) return refused('address', 'several-accounts', '同名同址有几户，请填户号')
  if (account) return fitting(account, { field: 'address', holderDiffers: false })
  return there.length > 0
    ? refused('address', 'tenant-perhaps', '这个地址的户名是别人，可能是租户，请填户号')
    : refused('address', 'no-account', '没有同名同址的户，请填户号')
}

function isHeldBy(account: Account, name: string): boolean {
  return sameForm(account.name) === sameForm(name)
}

function fitting(
  account: Account,
  { field, holderDiffers }: { field: 'accountNo' | 'address'; holderDiffers: boolean },
): Match {
  if (account.status === 'closed') return refused(field, 'account-closed', '该户已销户')
  if (account.customerClass === 'A' || account.customerClass === 'B') {
    return refused(field, 'not-a-household', '该户是重要或重点客户，不是居民户')
  }
  return { account, holderDiffers }
}
