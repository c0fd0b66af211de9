import { addDays, type GreenReason, SUPPLY_MATERIALS, shanghaiDate } from '@nuandeng/domain'
import {
  approveGreenChannel,
  askGreenChannel,
  discloseMaterials,
  recordReturnTrip,
  signContract,
} from '../modules/requests/index.ts'
import type { Context } from '../platform/context.ts'
import { actingAt } from './acting.ts'
import type { DemoPerson } from './people.ts'
import type { DemoRequest } from './request-stories.ts'

const REASONS: readonly (readonly [GreenReason, string])[] = [
  ['drought', '抗旱机井抢装（演示）'],
  ['key-project', '产业集聚区重点项目（演示）'],
  ['livelihood', '敬老院取暖改造（演示）'],
]

/** Gives the invented new supplies that are under way what stands beside their steps. */
export async function playSupplies(
  stage: Pick<Context, 'db' | 'vault'>,
  office: DemoPerson,
  requests: readonly DemoRequest[],
) {
  const open = requests.filter(
    ({ kind, acts }) =>
      kind === 'new-supply' &&
      ['assign', 'step', 'resume', 'chase'].includes(acts.at(-1)?.act ?? '') &&
      !acts.some((act) => act.act === 'step' && act.step === 'supply.energised'),
  )
  for (const [i, { requestId, subkind, worker, acceptedAt, acts }] of open.entries()) {
    // Right after it was assigned; each its own minute.
    const first = acts[0]?.at ?? acceptedAt
    const works = actingAt(stage, worker, first)
    const supervises = actingAt(stage, office, first)
    const materials = [...(SUPPLY_MATERIALS[subkind ?? ''] ?? [])]
    await discloseMaterials(works.at(0.02), { requestId, materials })
    if (i % 4 === 1)
      await recordReturnTrip(works.at(0.03), { requestId, missing: '产权证明复印件未告知' })
    if (i % 3 === 0) {
      const [reason, note] = REASONS[(i / 3) % REASONS.length] ?? ['drought', '']
      const targets = [
        { step: 'plan.replied', workingDays: 5 },
        { step: 'supply.energised', workingDays: 2 },
      ]
      await askGreenChannel(works.at(0.04), { requestId, reason, note, targets })
      if (i % 2 === 0) await approveGreenChannel(supervises.at(0.06), { requestId })
    }
    if (i % 3 !== 1)
      await signContract(works.at(0.08), {
        requestId,
        promisedOn: addDays(shanghaiDate(first), 15 + i),
        penalty: '逾期一天，扣责任单位绩效 2 分（演示）',
        responsible: worker.name,
      })
  }
}
