import { listUnitsRoute } from '@nuandeng/contract'
import { expect, test, vi } from 'vitest'
import { aPerson, aServer } from './harness.ts'

vi.stubEnv('NUANDENG_REQUESTS_PER_MINUTE', '2')
const server = aServer()

test('an address gets the requests a minute that the operator set, and is then told to wait', async () => {
  const office = await aPerson(server, server.units.province, 'office')
  for (let i = 0; i < 2; i++) {
    expect((await office.call(listUnitsRoute, {})).status).toBe(200)
  }
  const refused = await office.call(listUnitsRoute, {})
  expect(refused).toMatchObject({ status: 429, body: { code: 'too-many' } })
})
