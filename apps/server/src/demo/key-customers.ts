import { addDays, type PlainDate, shanghaiDate } from '@nuandeng/domain'
import {
  passOnHazard,
  recordAssurance,
  removeHazard,
  reportHazard,
  setInspectionCycle,
} from '../modules/assurance/index.ts'
import type { NewFile } from '../modules/customers/index.ts'
import { contextAs, type DemoDatabase } from './acting.ts'
import type { DemoPerson } from './people.ts'
import { idOf, type Seeded, seeded } from './seeded.ts'

const DAY_MS = 86_400_000
const BEGAN = new Date('2010-09-01T00:00:00+08:00')
/** So many of every hundred key customers have been inspected at all. */
const INSPECTED = 0.93
const HAZARDS = [
  '自备电源未定期试机',
  '高压室无应急照明',
  '电缆沟积水',
  '进线柜发热',
  '值班记录缺失',
]

/** What was done for the key customers of the first city, and what is due, late or open there. */
export async function playKeyCustomers(
  database: DemoDatabase,
  { people, register }: { people: readonly DemoPerson[]; register: readonly NewFile[] },
  now: Date,
) {
  const office = people.find(({ loginName }) => loginName === 'city')
  if (!office) throw new Error('the demonstration has no office of a city')
  const at = (daysAgo: number) =>
    contextAs(database, office, new Date(now.getTime() - daysAgo * DAY_MS))
  const { unitId, cityCode } = office.unit
  await setInspectionCycle(at(300), { unitId, grade: 'first', months: 3 })
  await setInspectionCycle(at(300), { unitId, grade: 'second', months: 6 })
  const random = seeded(43)
  const keyCustomers = register.filter(
    ({ unit, content }) =>
      unit.cityCode === cityCode &&
      (content.customerClass === 'A' || content.customerClass === 'B'),
  )
  for (const [i, customer] of keyCustomers.entries()) {
    const isImportant = customer.content.customerClass === 'A'
    if (random.next() < INSPECTED) await playEntries(at, { customer, isImportant, random })
    if (i % 3 === 0) await playHazard(at, { customer, random, i })
  }
}

type At = (daysAgo: number) => ReturnType<typeof contextAs>
const dayOf = (at: At, daysAgo: number): PlainDate => shanghaiDate(at(daysAgo).now)

/** An inspection; for important customers also a plan and a drill; for the others a day of contract service. */
async function playEntries(
  at: At,
  { customer, isImportant, random }: { customer: NewFile; isImportant: boolean; random: Seeded },
) {
  const { customerId } = customer
  const note = (kind: Parameters<typeof recordAssurance>[1]['kind'], text: string, within = 0) => {
    const daysAgo = 5 + random.below(isImportant ? 200 : 400)
    const doneOn = dayOf(at, daysAgo)
    return recordAssurance(at(daysAgo), {
      ...{ entryId: idOf(`${kind} ${customerId}`, BEGAN), customerId, kind, doneOn, text },
      ...(within > 0 ? { nextOn: addDays(doneOn, within) } : {}),
    })
  }
  await note('inspection', '设备运行正常，已交代注意事项（演示）')
  if (isImportant) {
    await note('emergency-plan', '应急预案已更新并备案（演示）', 180)
    if (random.next() < 0.9) await note('drill', '停电应急演练（演示）', 150)
  } else if (random.next() < 0.5) {
    await note('contract-service', '契约服务日走访（演示）', 90)
  }
}

/** One in three is gone, one in three was passed on to the government, the rest is open, some beyond its deadline. */
async function playHazard(
  at: At,
  { customer, random, i }: { customer: NewFile; random: Seeded; i: number },
) {
  const { customerId } = customer
  const hazardId = idOf(`hazard ${customerId}`, BEGAN)
  const daysAgo = 20 + random.below(60)
  const severity = random.next() < 0.3 ? ('serious' as const) : ('general' as const)
  await reportHazard(at(daysAgo), {
    ...{ hazardId, customerId, severity, text: random.pick(HAZARDS), foundOn: dayOf(at, daysAgo) },
    deadlineOn: addDays(dayOf(at, daysAgo), 45),
  })
  if (i % 9 === 0) {
    await removeHazard(at(10), { hazardId, removedOn: dayOf(at, 10), text: '已整改（演示）' })
  } else if (i % 9 === 3) {
    const reportedTo = '示例市电力主管部门'
    await passOnHazard(at(12), { hazardId, reportedOn: dayOf(at, 12), reportedTo })
  }
}
