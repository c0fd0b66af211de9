import { createCustomerRoute, editCustomerRoute, getCustomerRoute } from '@nuandeng/contract'
import { beforeAll, expect, test } from 'vitest'
import { aPerson, aServer } from '../../../test/harness.ts'
import { aListRoom } from '../../../test/list-room.ts'
import { newId } from '../../platform/ids.ts'
import { customerTarget } from './customer-target.ts'

const server = aServer()
const room = aListRoom(server)
let head: Awaited<ReturnType<typeof aPerson>>
beforeAll(async () => {
  head = await aPerson(server, server.units.station, 'station-head')
})

const HEADINGS = ['户号', '户名', '备注']
const aFile = (accountNo: string) => ({
  ...{ customerId: newId(), unitId: server.units.station.unitId, accountNo, name: '王示例' },
})

/** Takes a list in; `meanwhile` happens once, when its rows are judged and not yet written. */
async function take(rows: readonly string[][], meanwhile: () => Promise<unknown>) {
  let isOver = false
  const target: typeof customerTarget = {
    ...customerTarget,
    async judge(ctx, state, judged) {
      const verdicts = await customerTarget.judge(ctx, state, judged)
      if (!isOver) {
        isOver = true
        await meanwhile()
      }
      return verdicts
    },
  }
  const path = room.aList([HEADINGS, ...rows])
  return room.take(path, { target }, server.units.station.path)
}

test('a file that somebody changes after it was judged is judged again, and neither change is lost', async () => {
  const file = aFile('J1')
  await head.call(createCustomerRoute, file)
  const { customerId } = file
  const report = await take([['J1', '王示例', '清单的备注']], () =>
    head.call(editCustomerRoute, { customerId, version: 1, address: '示例街1号' }),
  )
  expect(report).toMatchObject({ rows: 1, changed: 1, rejected: 0 })
  expect(await head.call(getCustomerRoute, { customerId })).toMatchObject({
    body: { remark: '清单的备注', version: 3, address: expect.stringContaining('示例街') },
  })
})

test('a customer who is there before the list writes them is changed, not written twice', async () => {
  const file = aFile('J2')
  const report = await take(
    [
      ['J2', '王示例', '清单的备注'],
      ['J3', '李示例', ''],
    ],
    () => head.call(createCustomerRoute, file),
  )
  expect(report).toMatchObject({ rows: 2, created: 1, changed: 1, rejected: 0 })
  const { customerId } = file
  expect(await head.call(getCustomerRoute, { customerId })).toMatchObject({
    body: { remark: '清单的备注', version: 2 },
  })
})
