import { addDays, shanghaiDate } from '@nuandeng/domain'
import { approveImpact, findRules, writeImpact } from '../modules/discovery/index.ts'
import { idOf } from './seeded.ts'
import { DEMO_EDITION, play, type SignalStage } from './signal-stage.ts'

/** Waits for its approval, so that the screen has one of each. */
const DRAFTS = ['growth']
/** Nobody has written one. */
const UNWRITTEN = ['alone-and-silent']
/** From today; approved some months ago, it holds for no more than a year. */
const VALID_DAYS = 240

/** The rules that may run. */
export function approvedRules(): string[] {
  return demoRules()
    .map(({ id }) => id)
    .filter((id) => !DRAFTS.includes(id) && !UNWRITTEN.includes(id))
}

/** Assessments of the rules (演示): written by one, approved by another. */
export async function assessRules(stage: SignalStage, at: Date): Promise<void> {
  const { office } = stage
  const writer = {
    ...office,
    personId: idOf('person impact-writer', at),
    name: '个人信息保护专员示例',
  }
  for (const { id: ruleId, title } of demoRules()) {
    if (UNWRITTEN.includes(ruleId)) continue
    const assessmentId = idOf(`impact ${ruleId}`, at)
    await play(stage, { actor: writer, now: at }, (ctx) =>
      writeImpact(ctx, {
        ...{ assessmentId, unitId: office.unitId, edition: DEMO_EDITION, ruleId },
        ...wordsOf(title),
      }),
    )
    if (DRAFTS.includes(ruleId)) continue
    const validUntil = addDays(shanghaiDate(stage.now), VALID_DAYS)
    await play(stage, { actor: office, now: at }, (ctx) =>
      approveImpact(ctx, { assessmentId, validUntil }),
    )
  }
}

function wordsOf(title: string) {
  return {
    purpose: `“${title}”：找出可能需要上门了解的家庭，只用于安排走访（演示）`,
    dataUsed: '户号、月用电量、用电类别、销户状态；不用姓名、电话和关爱标识',
    legalBasis: '取得同意的关爱服务；增容等服务为履行供用电合同所必需（演示，以本单位评估为准）',
    risk: '误判会打扰住户；名单外泄会暴露独居、空置的住处',
    measures: '只提示、由人决定；名单不公开、不上大屏；导出留痕；小于 5 的数字不显示',
  }
}

function demoRules() {
  return findRules(DEMO_EDITION).rules
}
