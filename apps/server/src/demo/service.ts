import {
  addDays,
  type CustomerClass,
  type NeedResult,
  type NeedSource,
  type NeedTopic,
  shanghaiDate,
} from '@nuandeng/domain'
import type { NewFile } from '../modules/customers/index.ts'
import {
  assignOfficers,
  closeNeed,
  createAbsence,
  createLiaisonRule,
  fileNeed,
  moveNeed,
  saveOfficerCard,
} from '../modules/ownership/index.ts'
import { contextAs, type DemoDatabase } from './acting.ts'
import type { DemoPerson } from './people.ts'
import { idOf } from './seeded.ts'

const DAY_MS = 86_400_000
const BEGAN = new Date('2010-09-01T00:00:00+08:00')

/** Who shares which customers of the city; the most specific rule decides. */
const RULES: readonly (readonly [customerClass: CustomerClass | undefined, officers: string[]])[] =
  [
    ['A', ['liaison', 'liaison2']],
    ['B', ['liaison', 'liaison2']],
    ['C1', ['liaison3']],
    [undefined, ['liaison2', 'liaison3']],
  ]

/** Of whom, what about, how found, what, what to do next, how many days ago and within how many days. */
type Story = readonly [
  customerClass: CustomerClass,
  topic: NeedTopic,
  source: NeedSource,
  text: string,
  nextStep: string,
  filed: number,
  within: number,
]

const STORIES: readonly Story[] = [
  ['A', 'emergency-supply', 'visit', '自备电源容量不足，需增配', '与客户商定容量', 12, 20],
  ['A', 'supply-quality', 'usage', '电压有时偏低', '加装监测仪，记录一周', 9, 5],
  ['B', 'capacity', 'project-list', '新增生产线，需增容', '现场查勘，答复方案', 15, 30],
  ['B', 'energy-saving', 'visit', '电机老旧，想了解节能改造', '送节能建议书', 6, 14],
  ['B', 'new-supply', 'customer', '新厂区用电', '陪同办理新装', 3, 10],
  ['C1', 'irrigation', 'visit', '机井接电距离远', '勘察新增接电点', 20, 12],
  ['C1', 'irrigation', 'opinion', '抗旱期间排队久', '春灌前增设临时接电点', 2, 25],
  ['C2', 'wiring', 'visit', '表后线老化，线路裸露', '上门更换导线', 18, 10],
  ['C2', 'wiring', 'visit', '没有漏电保护器', '加装漏保', 4, 7],
  ['C2', 'billing', 'opinion', '看不懂电费账单', '上门说明', 8, 3],
  ['C2', 'supply-quality', 'opinion', '夏季晚上灯暗', '测台区末端电压', 11, 40],
  ['C2', 'other', 'customer', '希望代办过户', '上门收资料', 1, 6],
]
const RESULTS: readonly NeedResult[] = ['solved', 'solved', 'handed-over', 'not-needed']

interface Cast {
  people: readonly DemoPerson[]
  register: readonly NewFile[]
}

/** The officers of the first city with their rules and customers, one of them away; and needs of its customers. */
export async function playService(database: DemoDatabase, cast: Cast, now: Date) {
  const officer = (name: string) => {
    const found = cast.people.find(({ loginName }) => loginName === name)
    if (!found) throw new Error(`the demonstration has no ${name}`)
    return found
  }
  const office = officer('city')
  const before = new Date(now.getTime() - 60 * DAY_MS)
  const inOffice = (at: Date) => contextAs(database, office, at)
  for (const [i, name] of ['liaison', 'liaison2', 'liaison3'].entries()) {
    const workPhone = `00000-00010${i + 1}`
    await saveOfficerCard(inOffice(before), { personId: officer(name).personId, workPhone })
  }
  const { unitId } = office.unit
  for (const [customerClass, names] of RULES) {
    await createLiaisonRule(inOffice(before), {
      ...{ ruleId: idOf(`rule ${customerClass ?? 'all'}`, BEGAN), unitId },
      officerIds: names.map((name) => officer(name).personId),
      ...(customerClass ? { customerClass } : {}),
    })
  }
  await assignOfficers(inOffice(before), { unitId, mode: 'gaps' })
  const today = shanghaiDate(now)
  await createAbsence(inOffice(now), {
    ...{ absenceId: idOf('absence', BEGAN), personId: officer('liaison2').personId },
    ...{ fromOn: addDays(today, -1), toOn: addDays(today, 5) },
    substituteId: officer('liaison3').personId,
  })
  const customers = cast.register.filter(({ unit }) => unit.cityCode === office.unit.cityCode)
  for (const [i, story] of STORIES.entries()) {
    for (const isClosed of [false, true]) {
      const customer = nth(customers, story[0], 2 * i + (isClosed ? 1 : 0))
      const at = (daysAgo: number) =>
        contextAs(database, officer('liaison'), new Date(now.getTime() - daysAgo * DAY_MS))
      await playNeed(at, { customer, story, isClosed })
    }
  }
}

function nth(customers: readonly NewFile[], customerClass: CustomerClass, n: number): NewFile {
  const ofClass = customers.filter(({ content }) => content.customerClass === customerClass)
  const found = ofClass[n % ofClass.length]
  if (!found) throw new Error(`the first city has no customer of class ${customerClass}`)
  return found
}

/** A need is filed, moved on where there was time for it, and closed where it is one of those. */
async function playNeed(
  at: (daysAgo: number) => ReturnType<typeof contextAs>,
  { customer, story, isClosed }: { customer: NewFile; story: Story; isClosed: boolean },
) {
  const [, topic, source, text, nextStep, filed, within] = story
  const { customerId } = customer
  const needId = idOf(`need ${topic} ${customerId} ${isClosed}`, BEGAN)
  const daysAgo = isClosed ? filed + 30 : filed
  const stepOn = (ago: number, days: number) => addDays(shanghaiDate(at(ago).now), days)
  await fileNeed(at(daysAgo), {
    ...{ needId, customerId, topic, source, text, nextStep, nextStepOn: stepOn(daysAgo, within) },
  })
  if (isClosed) {
    const result = RESULTS[filed % RESULTS.length] ?? 'solved'
    await closeNeed(at(filed), { needId, result, text: `${nextStep}，已办好（演示）` })
  } else if (filed > 10) {
    const ago = filed - 5
    const next = { nextStep: `${nextStep}（续）`, nextStepOn: stepOn(ago, within) }
    await moveNeed(at(ago), { needId, done: '已上门了解情况', ...next })
  }
}
