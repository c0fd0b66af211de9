import type { NewFieldRecord } from '@nuandeng/contract'
import { newId } from '../src/platform/ids.ts'
import type { TestServer } from './harness.ts'

/** Makes records of a campaign's day at the first station unless told otherwise. */
export function recordFactory(server: TestServer, campaign: { campaignId: string }) {
  const shared = () => ({
    recordId: newId(),
    campaignId: campaign.campaignId,
    unitId: server.units.station.unitId,
    occurredAt: '2011-10-15T09:30:00+08:00',
    deviceId: 'phone-1',
  })
  const service = { walkInType: 'W1', customerClass: 'C2' as const }
  const make =
    (content: () => object) =>
    (overrides: object = {}) =>
      ({ ...shared(), ...content(), ...overrides }) as NewFieldRecord
  return {
    aVisit: make(() => ({
      kind: 'visit',
      ...service,
      accountNo: '4101000001',
      place: { text: '书香小区' },
    })),
    anOpinion: make(() => ({ kind: 'opinion', ...service, text: '希望多设一个缴费点' })),
    aTransaction: make(() => ({ kind: 'transaction', ...service, business: '更名' })),
    leaflets: make(() => ({ kind: 'leaflets', walkInType: 'W1', quantity: 100 })),
    aPersonSent: make(() => ({ kind: 'person-deployment', staffNo: 'P-1' })),
  }
}
