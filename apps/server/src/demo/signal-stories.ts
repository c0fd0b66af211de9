import { addDays, type DismissReason, shanghaiDate, type Verdict } from '@nuandeng/domain'
import {
  acceptSignal,
  dismissSignal,
  recordCheck,
  recordVerdict,
} from '../modules/discovery/index.ts'
import { listDemoCustomerIds, listOpenSignals } from './demo.queries.ts'
import { idOf } from './seeded.ts'
import { play, type SignalStage } from './signal-stage.ts'

const DAY_MS = 86_400_000

/** What people made of the signals of a rule, from the most marked on; after so many days. */
type Story =
  | { days: number; dismiss: DismissReason; text: string }
  | { days: number; accept: 'visit' | 'care'; text: string; visits?: Visit[] }
type Visit = { days: number; verdict: Verdict; text: string }

const visited = (days: number, verdict: Verdict, text: string): Story => ({
  ...{ days, accept: 'visit', text: '用电数据提示用电很少，上门看看（演示）' },
  visits: [{ days: days + 6, verdict, text: `${text}（演示）` }],
})

const STORIES: Record<string, readonly Story[]> = {
  'under-1-kwh': [
    visited(3, 'confirmed', '老人独居，只剩一盏灯能亮，开关损坏'),
    visited(4, 'confirmed', '老人怕费电，晚上不开灯'),
    visited(6, 'vacant', '房屋无人居住，院内荒草'),
    visited(20, 'confirmed', '线路老化，家人不敢用电'),
    {
      ...{ days: 25, accept: 'visit', text: '用电数据提示用电很少，上门看看（演示）' },
      visits: [{ days: 31, verdict: 'away', text: '两次上门未见到人（演示）' }],
    },
    visited(33, 'refused', '住户表示不需要'),
    visited(40, 'meter-fault', '电表计量异常，已转计量检定'),
    visited(52, 'confirmed', '灯泡坏了没人换，已更换'),
    { days: 60, dismiss: 'known', text: '村里已结对帮扶（演示）' },
    { days: 61, dismiss: 'second-home', text: '户主常年住在市区子女家（演示）' },
    { days: 80, accept: 'care', text: '用电很少，请联络员上门（演示）' },
  ],
  'under-15-kwh': [
    visited(10, 'no-need', '夫妻二人白天在外务工'),
    visited(35, 'confirmed', '独居老人，电器仅一台电视'),
    visited(58, 'confirmed', '室内插座损坏，已登记线路整改'),
    { days: 62, dismiss: 'not-a-home', text: '看护房，不是住宅（演示）' },
  ],
  'alone-and-silent': [
    {
      ...{ days: 1, accept: 'care', text: '请上门看望，了解近况（演示）' },
      visits: [{ days: 1, verdict: 'confirmed', text: '摔伤卧床，已联系家人送医（演示）' }],
    },
    {
      ...{ days: 1, accept: 'visit', text: '请上门看望，了解近况（演示）' },
      visits: [{ days: 2, verdict: 'no-need', text: '去子女家小住，一切安好（演示）' }],
    },
  ],
  vacant: [
    visited(15, 'vacant', '无人居住'),
    visited(44, 'vacant', '外出务工，房屋空置'),
    { days: 63, dismiss: 'vacant', text: '整村搬迁，已知空置（演示）' },
  ],
}

/** Lets people decide on the signals of the first run, each at its own time. */
export async function decideSignals(stage: SignalStage, from: Date): Promise<void> {
  const { installation, city, cityOffice: actor } = stage
  const { database } = installation
  for (const [ruleId, stories] of Object.entries(STORIES)) {
    const signals = await database.transact('system', (db) =>
      listOpenSignals(db, city.cityCode, ruleId),
    )
    for (const [i, story] of stories.entries()) {
      const signal = signals[i]
      if (signal) await tell(stage, from, { ...signal, ruleId, story })
    }
  }
  const customers = await database.transact('system', (db) =>
    listDemoCustomerIds(db, city.cityCode),
  )
  // Found without any rule: what makes recall known.
  for (const [i, verdict] of (['confirmed', 'no-need', 'no-need'] as const).entries()) {
    const now = new Date(from.getTime() + (20 + i * 15) * DAY_MS)
    const { customerId } = customers[i] ?? { customerId: '' }
    await play(stage, { actor, now }, (ctx) =>
      recordCheck(ctx, {
        ...{ customerId, verdictId: idOf(`check ${i}`, now), ruleId: 'under-15-kwh', verdict },
        ...{ visitedOn: shanghaiDate(now), text: '活动走访时了解到（演示）' },
      }),
    )
  }
}

async function tell(
  stage: SignalStage,
  from: Date,
  { signalId, ruleId, story }: { signalId: string; ruleId: string; story: Story },
) {
  const { now } = stage
  const actor = whoDecides(stage, ruleId)
  const at = (days: number) => ({ actor, now: new Date(from.getTime() + days * DAY_MS) })
  const { days } = story
  if ('dismiss' in story) {
    const { dismiss: reason, text } = story
    await play(stage, at(days), (ctx) => dismissSignal(ctx, { signalId, reason, text }))
    return
  }
  const needId = idOf(`need ${signalId}`, at(days).now)
  const { accept: topic, text, visits = [] } = story
  // Some days from today, so that the demonstration does not begin with work that is late.
  const next = { nextStep: '约定上门时间（演示）', nextStepOn: addDays(shanghaiDate(now), 5) }
  await play(stage, at(days), (ctx) =>
    acceptSignal(ctx, { signalId, needId, topic, text, ...next }),
  )
  for (const visit of visits) {
    const when = at(visit.days)
    await play(stage, when, (ctx) =>
      recordVerdict(ctx, {
        ...{ signalId, verdictId: idOf(`verdict ${signalId}`, when.now) },
        ...{ verdict: visit.verdict, text: visit.text, visitedOn: shanghaiDate(when.now) },
        ...{ nextStep: '继续帮扶（演示）', nextStepOn: addDays(shanghaiDate(now), 9) },
      }),
    )
  }
}

/** Signals that tell who lives alone are decided on by somebody who may read care flags. */
function whoDecides({ watcher, cityOffice }: SignalStage, ruleId: string) {
  return ruleId === 'alone-and-silent' ? watcher : cityOffice
}
