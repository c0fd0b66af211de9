import { recordAssuranceRoute, reportHazardRoute, type SentOf } from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { newId } from '../src/platform/ids.ts'
import { aCustomer } from './customer-factory.ts'
import { aPerson, type TestServer } from './harness.ts'

const day = (text: string) => text as PlainDate

type Entry = Omit<SentOf<typeof recordAssuranceRoute>, 'customerId'>

/** An inspection of a month before the tests. */
export function aNewEntry(change: Partial<Entry> = {}): Entry {
  return {
    ...{ entryId: newId(), kind: 'inspection', doneOn: day('2011-09-15'), text: '无异常' },
    ...change,
  }
}

type Hazard = Omit<SentOf<typeof reportHazardRoute>, 'customerId'>

export function aNewHazard(change: Partial<Hazard> = {}): Hazard {
  return {
    ...{ hazardId: newId(), severity: 'serious', text: '自备电源未试车' },
    ...{ foundOn: day('2011-10-01'), deadlineOn: day('2011-10-31') },
    ...change,
  }
}

/** Hazards of key customers of the first station. */
export async function assuranceAt(server: TestServer) {
  const head = await aPerson(server, server.units.station, 'station-head')
  return {
    async aHazard<const M extends object>(more: M) {
      const { customerId } = await aCustomer(server, { customerClass: 'A' })
      const hazard = aNewHazard()
      await head.call(reportHazardRoute, { customerId, ...hazard })
      return { hazardId: hazard.hazardId, customerId, ...more }
    },
    async anInspected() {
      const { customerId } = await aCustomer(server, { customerClass: 'A' })
      await head.call(recordAssuranceRoute, { customerId, ...aNewEntry() })
      return { customerId }
    },
  }
}
