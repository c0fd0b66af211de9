import { addDays, shanghaiDate } from '@nuandeng/domain'
import { acceptRequest, cancelMobileService, planMobileService } from '../modules/requests/index.ts'
import { newId } from '../platform/ids.ts'
import type { Acting } from './acting.ts'

/** Days from today, place, and what was accepted there. */
const SERVICES = [
  { days: -6, placeKind: 'village', place: '东街村村委会', accepted: 3 },
  { days: -3, placeKind: 'park', place: '产业集聚区管委会', accepted: 5 },
  { days: 2, placeKind: 'community', place: '幸福社区服务站', accepted: 0 },
  { days: 5, placeKind: 'village', place: '西街村文化广场', accepted: 0 },
  { days: 9, placeKind: 'park', place: '粮食加工园', accepted: 0 },
  { days: 12, placeKind: 'village', place: '南河村集市', accepted: 0, isCancelled: true },
] as const

/** Lets invented service in parks and villages happen: planned by the county, taken in by a worker there. */
export async function playMobile(county: Acting, worker: Acting) {
  const today = shanghaiDate(county.at(0).now)
  for (const service of SERVICES) {
    const { days, placeKind, place, accepted } = service
    const day = addDays(today, days)
    const serviceId = newId()
    const planned = 24 * (days - 10)
    await planMobileService(county.at(Math.min(planned, -30)), {
      ...{ serviceId, unitId: county.unitId, placeKind, place },
      ...{ beginsAt: `${day}T09:00:00+08:00`, endsAt: `${day}T11:30:00+08:00` },
      ...{
        team: '暖灯服务队（演示）',
        offers: ['new-supply', 'enquiry', 'payment', 'safety-check'],
      },
    })
    for (let i = 0; i < accepted; i++) {
      const acceptedAt = `${day}T${String(9 + (i % 2)).padStart(2, '0')}:${10 + i * 7}:00+08:00`
      await acceptRequest(
        { ...worker.at(0), now: new Date(acceptedAt) },
        {
          ...{ requestId: newId(), unitId: worker.unitId, channel: 'field', acceptedAt },
          ...{ kind: i % 2 ? ('enquiry' as const) : ('new-supply' as const), isMine: true },
          ...(i % 2 ? {} : { subkind: 'low-voltage' as const }),
          ...{ content: '流动服务现场受理（演示）', isAnonymous: false, isConfidential: false },
          ...{ area: 'rural', mobileServiceId: serviceId },
        },
      )
    }
    if ('isCancelled' in service)
      await cancelMobileService(county.at(-2), {
        serviceId,
        reason: '与农忙冲突，改期再定（演示）',
      })
  }
}
