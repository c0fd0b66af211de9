import { addDays, type CareKind, type SubjectRequestKind, shanghaiDate } from '@nuandeng/domain'
import type { NewFile } from '../modules/customers/index.ts'
import {
  agreeToWatch,
  decideSubjectRequest,
  fileSubjectRequest,
  grantCareFlag,
  lookAtCare,
  saveCareContact,
} from '../modules/protection/index.ts'
import type { Context } from '../platform/context.ts'
import { contextAs, type DemoDatabase } from './acting.ts'
import type { DemoPerson } from './people.ts'
import { idOf } from './seeded.ts'

const DAY_MS = 86_400_000
const BEGAN = new Date('2010-09-01T00:00:00+08:00')
const HOMES = 30
/** So many more live alone, and most of them agreed to a watch (用电关爱) before the first rules ran. */
const ALONE = 12
const WATCHED_SINCE = 120
const KINDS: readonly CareKind[] = [
  ...(['living-alone', 'empty-nest', 'advanced-age', 'disabled'] as const),
  ...(['left-behind', 'low-income', 'resettled', 'medical-device'] as const),
]
/** What is asked, how many days ago, and whether it was answered. */
const REQUESTS: readonly (readonly [
  SubjectRequestKind,
  string,
  number,
  'done' | 'refused' | null,
])[] = [
  ['correct', '情况已有变化，请更正说明', 20, null],
  ['explain', '登记了什么，给谁看', 3, null],
  ['withdraw-all', '不再需要上门', 40, 'done'],
  ['correct', '要求改户名', 30, 'refused'],
]

/** Care flags of invented homes of the first city on invented consents, a few looks, and requests about them. */
export async function playCare(
  database: DemoDatabase,
  { people, register }: { people: readonly DemoPerson[]; register: readonly NewFile[] },
  now: Date,
) {
  const officer = people.find(({ loginName }) => loginName === 'care')
  if (!officer) throw new Error('the demonstration has no care officer')
  const at = (daysAgo: number) =>
    contextAs(database, officer, new Date(now.getTime() - daysAgo * DAY_MS))
  const homes = register
    .filter(
      ({ unit, content }) =>
        unit.cityCode === officer.unit.cityCode && content.customerClass === 'C2',
    )
    .slice(0, HOMES + ALONE)
  await watchHomes(at, homes.slice(HOMES))
  for (const [i, { customerId }] of homes.slice(0, HOMES).entries()) {
    const daysAgo = 60 + 8 * i
    const givenOn = shanghaiDate(at(daysAgo).now)
    const consent = { textVersion: '2011-1', channel: 'written', givenBy: 'self', givenOn } as const
    const ground = { consent, expiresOn: addDays(givenOn, 360) }
    await grantCareFlag(at(daysAgo), {
      ...{ customerId, flagId: idOf(`flag ${customerId}`, BEGAN), source: '走访登记（演示）' },
      ...{ kind: KINDS[i % KINDS.length] ?? 'living-alone', ...ground },
    })
    if (i % 4 === 0) {
      await saveCareContact(at(daysAgo), {
        ...{ customerId, contactId: idOf(`contact ${customerId}`, BEGAN), kind: 'village-contact' },
        ...{ name: `村干部示例${i}`, phone: '00000999999', relation: '村会计', ...ground },
      })
    }
    if (i % 5 === 0) await lookAtCare(at(7), { customerId, purpose: '入户关怀前核对（演示）' })
  }
  for (const [i, [kind, words, daysAgo, result]] of REQUESTS.entries()) {
    const { customerId } = homes[i + 1] ?? { customerId: '' }
    const requestId = idOf(`subject request ${i}`, BEGAN)
    await fileSubjectRequest(at(daysAgo), {
      ...{ requestId, customerId, kind, words, asker: '客户本人', identityCheck: '当面核对身份证' },
    })
    if (result) {
      const reason = result === 'refused' ? { reason: '户名须凭产权证明办理过户' } : {}
      await decideSubjectRequest(at(daysAgo - 5), { requestId, result, ...reason })
    }
  }
}

async function watchHomes(at: (daysAgo: number) => Context, homes: readonly NewFile[]) {
  for (const [i, { customerId }] of homes.entries()) {
    const ctx = at(WATCHED_SINCE + 5 * i)
    const given = { channel: 'written', givenBy: 'self', givenOn: shanghaiDate(ctx.now) } as const
    const flagId = idOf(`flag ${customerId}`, BEGAN)
    await grantCareFlag(ctx, {
      ...{ customerId, flagId, kind: 'living-alone', source: '走访登记（演示）' },
      consent: { textVersion: '2011-1', ...given },
      expiresOn: addDays(given.givenOn, 360),
    })
    if (i % 6 === 5) continue
    await agreeToWatch(ctx, { flagId, consent: { textVersion: 'watch-2011-1', ...given } })
  }
}
