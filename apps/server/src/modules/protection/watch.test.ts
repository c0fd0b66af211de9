import {
  agreeToWatchRoute,
  copyCareRoute,
  eraseCareFlagRoute,
  grantCareFlagRoute,
  listCareLooksRoute,
  lookAtCareRoute,
  renewCareFlagRoute,
  withdrawWatchRoute,
} from '@nuandeng/contract'
import type { CareKind, PlainDate } from '@nuandeng/domain'
import { beforeAll, describe, expect, test } from 'vitest'
import { aNewFlag, CONSENT, WATCH } from '../../../test/care-subjects.ts'
import { aCustomer } from '../../../test/customer-factory.ts'
import { aPerson, aServer, requestFor } from '../../../test/harness.ts'

const server = aServer()
const day = (text: string) => text as PlainDate
let officer: Awaited<ReturnType<typeof aPerson>>

beforeAll(async () => {
  officer = await aPerson(server, server.units.county, 'care-officer')
})

async function aFlagged(kind: CareKind = 'living-alone') {
  const { customerId } = await aCustomer(server)
  const flag = aNewFlag({ kind })
  expect(await officer.call(grantCareFlagRoute, { customerId, ...flag })).toMatchObject({
    status: 200,
  })
  return { customerId, ...flag }
}

async function aWatched() {
  const flag = await aFlagged()
  const reply = await officer.call(agreeToWatchRoute, { flagId: flag.flagId, consent: WATCH })
  expect(reply).toMatchObject({ status: 200 })
  return flag
}

async function flagsOf(customerId: string) {
  const { body } = await officer.call(lookAtCareRoute, { customerId, purpose: '核对' })
  return 'flags' in body ? body.flags : []
}

describe('the consent to a watch', () => {
  test('stands beside the flag: a new flag has none, and it is seen once it is noted', async () => {
    const { customerId, flagId } = await aFlagged()
    expect(await flagsOf(customerId)).toMatchObject([{ watch: null, consent: CONSENT }])
    await officer.call(agreeToWatchRoute, { flagId, consent: WATCH })
    expect(await flagsOf(customerId)).toMatchObject([
      { watch: WATCH, watchEndsOn: '2012-10-14', consent: CONSENT },
    ])
  })

  test('is withdrawn by itself: the flag stays as it was, and a second withdrawal finds none', async () => {
    const { customerId, flagId } = await aFlagged()
    const [before] = await flagsOf(customerId)
    await officer.call(agreeToWatchRoute, { flagId, consent: WATCH })
    const withdrawal = { flagId, cause: 'withdrawn' } as const
    expect(await officer.call(withdrawWatchRoute, withdrawal)).toMatchObject({ status: 200 })
    expect(await flagsOf(customerId)).toEqual([before])
    expect(await officer.call(withdrawWatchRoute, withdrawal)).toMatchObject({
      ...{ status: 409, body: { code: 'no-watch' } },
    })
  })

  test('outlives a renewal of the flag, and goes with the flag', async () => {
    const { customerId, flagId } = await aWatched()
    const longer = { flagId, consent: CONSENT, expiresOn: day('2013-10-14') }
    await officer.call(renewCareFlagRoute, longer)
    expect(await flagsOf(customerId)).toMatchObject([
      { watch: WATCH, expiresOn: '2013-10-14', watchEndsOn: '2013-10-14' },
    ])
    await officer.call(eraseCareFlagRoute, { flagId, cause: 'no-longer-true' })
    expect(await flagsOf(customerId)).toEqual([])
  })

  test('does not make the flag another one: granted again it is answered as before', async () => {
    const { customerId, flagId } = await aWatched()
    const reply = await officer.call(grantCareFlagRoute, { customerId, ...aNewFlag({ flagId }) })
    expect(reply).toMatchObject({ status: 200, body: { flagId } })
    expect(await flagsOf(customerId)).toMatchObject([{ watch: WATCH }])
  })

  test.each([
    [{ ...WATCH, textVersion: CONSENT.textVersion }, 'consent.textVersion'],
    [{ ...WATCH, channel: 'spoken' as const }, 'consent.witness'],
    [{ ...WATCH, givenOn: day('2011-10-16') }, 'consent.givenOn'],
  ])('to %o is refused, and nothing is noted', async (consent, field) => {
    const { customerId, flagId } = await aFlagged()
    const reply = await officer.call(agreeToWatchRoute, { flagId, consent })
    expect(reply).toMatchObject({ status: 400, body: { errors: [{ field }] } })
    expect(await flagsOf(customerId)).toMatchObject([{ watch: null }])
  })

  test('is refused beside flags of whom nobody lives alone', async () => {
    const { flagId } = await aFlagged('empty-nest')
    const reply = await officer.call(agreeToWatchRoute, { flagId, consent: WATCH })
    expect(reply).toMatchObject({ status: 409, body: { code: 'care-not-watched' } })
  })

  test('leaves an Event of each change, which names the flag and no customer', async () => {
    const { customerId, flagId } = await aWatched()
    await officer.call(withdrawWatchRoute, { flagId, cause: 'asked-for' })
    const { body } = await officer.call(listCareLooksRoute, { customerId })
    const changes = ('items' in body ? body.items : []).filter(({ kind }) => kind.includes('watch'))
    expect(changes.map(({ kind, details }) => [kind, details])).toEqual([
      ['care.watch-withdrawn', { flagId, cause: 'asked-for' }],
      ['care.watch-agreed', { flagId }],
    ])
  })

  test('stands in the copy that the customer may ask for, with its text', async () => {
    const { customerId } = await aWatched()
    const { token } = officer
    const asked = { customerId, asker: '本人', identityCheck: '身份证核对' }
    const { body } = await server.app.inject(requestFor(copyCareRoute, asked, { token }))
    expect(body).toContain('用电关爱（查看每天用电量）')
    expect(body).toContain('同意书 watch-2011-1')
    expect(body).toContain('您可以随时单独撤回')
  })
})
