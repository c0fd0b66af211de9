import { addDays, asksCare, ROLE_PERMISSIONS, shanghaiDate } from '@nuandeng/domain'
import { approveImpact, findRules, writeImpact } from '../modules/discovery/index.ts'
import type { Actor } from '../platform/context.ts'
import { idOf } from './seeded.ts'
import { DEMO_EDITION, play, type SignalStage } from './signal-stage.ts'

/** Waits for its approval, so that the screen has one of each. */
const DRAFTS = ['growth']
/** From today; approved some months ago, it holds for no more than a year. */
const VALID_DAYS = 240

/** The rules that somebody may run: those that ask who lives alone only who reads care flags. */
export function approvedRules({ grants }: Actor): string[] {
  const readsCare = grants.some(({ role }) => ROLE_PERMISSIONS[role].includes('care.read'))
  return demoRules()
    .filter(({ id, kind }) => !DRAFTS.includes(id) && (readsCare || !asksCare(kind)))
    .map(({ id }) => id)
}

/** Assessments of the rules (演示): written by one, approved by another. */
export async function assessRules(stage: SignalStage, at: Date): Promise<void> {
  const { office } = stage
  const writer = {
    ...office,
    personId: idOf('person impact-writer', at),
    name: '个人信息保护专员示例',
  }
  for (const { id: ruleId, title, kind } of demoRules()) {
    const assessmentId = idOf(`impact ${ruleId}`, at)
    await play(stage, { actor: writer, now: at }, (ctx) =>
      writeImpact(ctx, {
        ...{ assessmentId, unitId: office.unitId, edition: DEMO_EDITION, ruleId },
        ...wordsOf(title),
        ...(asksCare(kind) ? CARE_WORDS : {}),
      }),
    )
    if (DRAFTS.includes(ruleId)) continue
    const validUntil = addDays(shanghaiDate(stage.now), VALID_DAYS)
    await play(stage, { actor: office, now: at }, (ctx) =>
      approveImpact(ctx, { assessmentId, validUntil }),
    )
  }
}

const CARE_WORDS = {
  dataUsed: '户号、日用电量、用电类别、销户状态；同意用电关爱的户号（演示）',
  legalBasis: '住户对用电关爱的单独同意（演示，以本单位评估为准）',
  careUse:
    '只查单独同意用电关爱且在有效期内的独居住户；运行和查看都须是关爱专员，每次查询留痕；撤回即删（演示）',
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
