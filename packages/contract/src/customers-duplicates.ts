import { z } from 'zod'
import { CustomerItem } from './customers.ts'
import type { Route } from './route.ts'
import { Id, Instant, pageOf, paging, Text } from './values.ts'

const PairState = z.enum(['open', 'merged', 'distinct'])
const pair = z.object({ customerId: Id, otherId: Id })

export const findDuplicatesRoute = {
  method: 'POST',
  url: '/customers/duplicates/find',
  summary: 'Look below a unit for files that may be one customer; nothing is merged by it',
  permission: 'customer.merge',
  body: z.strictObject({ unitId: Id }),
  reply: z.object({ pairs: z.number(), added: z.number() }),
  repeat: 'command',
} satisfies Route

export const listDuplicatesRoute = {
  method: 'GET',
  url: '/customers/duplicates',
  summary: 'Pairs of files that may be one customer, the likeliest first',
  permission: 'customer.merge',
  query: z.object({ ...paging, unitId: Id.optional(), state: PairState.default('open') }),
  reply: pageOf(
    z.object({
      customerId: Id,
      otherId: Id,
      customer: CustomerItem,
      other: CustomerItem,
      /** `account`: the same number but for noughts in front; `phone`; `name-address`. */
      reasons: z.array(z.enum(['account', 'phone', 'name-address'])),
      /** 0 to 100. */
      score: z.number(),
      state: PairState,
      keptId: Id.nullable(),
      decidedAt: Instant.nullable(),
    }),
  ),
  repeat: 'read',
} satisfies Route

export const decideDuplicateRoute = {
  method: 'POST',
  url: '/customers/duplicates/:customerId/:otherId/decide',
  summary: 'Merge two files into the one that is kept, or say that they are not the same',
  permission: 'customer.merge',
  params: pair,
  body: z.strictObject({
    decision: z.enum(['merged', 'distinct']),
    /** Of a merge: the file that stays. */
    keptId: Id.optional(),
    reason: Text(200),
  }),
  reply: z.object({ state: PairState }),
  repeat: 'command',
} satisfies Route

export const undoDuplicateRoute = {
  method: 'POST',
  url: '/customers/duplicates/:customerId/:otherId/undo',
  summary: 'Take back what was decided of two files: both stand as before',
  permission: 'customer.merge',
  params: pair,
  body: z.strictObject({ reason: Text(200) }),
  reply: z.object({ state: PairState }),
  repeat: 'command',
} satisfies Route
