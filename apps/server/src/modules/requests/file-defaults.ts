import { classOfUse, type SupplyArea, type SupplyClass } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { findAccountInReach } from '../customers/index.ts'

interface FromFile {
  accountNo?: string | undefined
  customerId?: string | undefined
  area?: SupplyArea | undefined
  supplyClass?: SupplyClass | undefined
}

/**
 * What the customer's file says where the intake did not: who it is, and the area and class that select the limit.
 * A file out of reach says nothing, and then the strictest limit binds.
 */
export async function withFile<T extends FromFile>(
  ctx: Pick<Context, 'db'>,
  cityCode: string,
  input: T,
): Promise<T> {
  const file = input.accountNo && (await findAccountInReach(ctx.db, cityCode, input.accountNo))
  if (!file) return input
  const { customerId, supplyArea, useCategory } = file
  return {
    ...input,
    customerId: input.customerId ?? customerId,
    area: input.area ?? supplyArea ?? undefined,
    supplyClass: input.supplyClass ?? supplyClassOf(useCategory),
  }
}

function supplyClassOf(useCategory: Parameters<typeof classOfUse>[0]): SupplyClass | undefined {
  if (useCategory === null) return undefined
  return classOfUse(useCategory) === 'C2' ? 'resident' : 'non-resident'
}
