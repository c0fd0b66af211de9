import type { RequestKind } from './request-kind.ts'

/** One stage (环节) of a process: what happens, by whom, after what, and what it ends. */
export interface ProcessStep {
  /** The name by which editions start and stop clocks, e.g. `crew.arrived`. */
  step: string
  title: string
  titleEn: string
  /** Whose time runs until it is done (供电侧, 客户侧). */
  by: 'utility' | 'customer'
  /** Steps that come first. */
  after: readonly string[]
  /** A contact may fail: an attempt is no contact (trap 6). */
  isContact?: boolean
  /** Not there when the reporter is anonymous. */
  needsContact?: boolean
  isOptional?: boolean
  /** The request is done with it. */
  isLast?: boolean
}

/** How a kind of request is worked (流程): data, the same for server and screens. */
export interface Process {
  /** What the acceptance of such a request is to the clocks. */
  begins: string
  steps: readonly ProcessStep[]
}

const step = (
  name: string,
  titles: readonly [string, string],
  after: readonly string[],
  more: Partial<ProcessStep> = {},
): ProcessStep => ({
  step: name,
  title: titles[0],
  titleEn: titles[1],
  by: 'utility',
  after,
  ...more,
})

const LAST = { isLast: true }
const CUSTOMER = { by: 'customer' } as const
const CONTACT = { isContact: true, needsContact: true }

/** A kind that is answered and has no other stage. */
const answered = (begins: string, name: string, titles: readonly [string, string]): Process => ({
  begins,
  steps: [step(name, titles, [], LAST)],
})

const PLAN = [
  step('site.surveyed', ['现场勘查', 'Site surveyed'], []),
  step('plan.replied', ['供电方案答复', 'Plan replied'], ['site.surveyed']),
]
const CONNECTION = [
  step('inspection.asked', ['报验', 'Inspection asked for'], ['plan.replied'], CUSTOMER),
  step('works.inspected', ['竣工检验', 'Works inspected'], ['inspection.asked']),
  step('formalities.done', ['办结相关手续', 'Formalities done'], ['plan.replied'], CUSTOMER),
  step(
    'supply.energised',
    ['装表接电', 'Connected'],
    ['works.inspected', 'formalities.done'],
    LAST,
  ),
]
/** Design review and the check during construction, where the supply needs them. */
const DESIGN = [
  step('design.submitted', ['设计文件送审', 'Design submitted'], ['plan.replied'], {
    ...CUSTOMER,
    isOptional: true,
  }),
  step('design.reviewed', ['设计文件审核', 'Design reviewed'], ['design.submitted'], {
    isOptional: true,
  }),
  step('check.asked', ['中间检查申请', 'Check asked for'], ['plan.replied'], {
    ...CUSTOMER,
    isOptional: true,
  }),
  step('check.done', ['中间检查', 'Check during construction'], ['check.asked'], {
    isOptional: true,
  }),
]
const LOW_VOLTAGE = { begins: 'application.accepted', steps: [...PLAN, ...CONNECTION] }
const HIGH_VOLTAGE = { begins: 'application.accepted', steps: [...PLAN, ...DESIGN, ...CONNECTION] }

/** Every process, by kind or by kind and division. */
export const PROCESSES: Readonly<Record<string, Process>> = {
  fault: {
    begins: 'fault.accepted',
    steps: [
      step('crew.arrived', ['到达现场', 'Crew on site'], []),
      step('supply.restored', ['恢复供电', 'Supply restored'], ['crew.arrived'], LAST),
    ],
  },
  complaint: {
    begins: 'complaint.accepted',
    steps: [
      step('complainant.contacted', ['联系客户', 'Customer contacted'], [], CONTACT),
      step('complaint.answered', ['答复处理意见', 'Answered'], ['complainant.contacted'], LAST),
    ],
  },
  'whistle-blow': {
    begins: 'report.accepted',
    steps: [
      step('reporter.contacted', ['联系举报人', 'Reporter contacted'], [], CONTACT),
      step('report.answered', ['办结答复', 'Dealt with'], [], LAST),
    ],
  },
  opinion: answered('opinion.accepted', 'opinion.answered', ['答复意见', 'Answered']),
  suggestion: answered('suggestion.accepted', 'suggestion.answered', ['答复建议', 'Answered']),
  enquiry: answered('enquiry.accepted', 'enquiry.answered', ['答复咨询', 'Answered']),
  praise: answered('praise.accepted', 'praise.passed-on', ['转达表扬', 'Passed on']),
  'service/meter-test': answered('meter-test.accepted', 'meter-test.reported', [
    '出具校验结果',
    'Result issued',
  ]),
  'service/reading-dispute': answered('reading-dispute.raised', 'reading-dispute.answered', [
    '核实并答复',
    'Verified and answered',
  ]),
  'service/reconnection': {
    begins: 'reconnection.accepted',
    steps: [
      step('charges.settled', ['结清电费', 'Charges settled'], [], CUSTOMER),
      step('supply.restored', ['恢复供电', 'Supply restored'], ['charges.settled'], LAST),
    ],
  },
  'service/appliance-damage': {
    begins: 'damage.accepted',
    steps: [
      step('damage.inspected', ['现场核查', 'Inspected on site'], []),
      step('damage.answered', ['答复处理意见', 'Answered'], ['damage.inspected'], LAST),
    ],
  },
  'service/other': answered('service.accepted', 'service.done', ['办理完成', 'Done']),
  'new-supply/resident': LOW_VOLTAGE,
  'new-supply/low-voltage': LOW_VOLTAGE,
  'new-supply/high-voltage-single': HIGH_VOLTAGE,
  'new-supply/high-voltage-dual': HIGH_VOLTAGE,
}

export function processOf(kind: RequestKind, subkind: string | null): Process {
  const found = PROCESSES[kind] ?? PROCESSES[`${kind}/${subkind}`]
  if (!found) throw new Error(`no process for ${kind}/${subkind}`)
  return found
}

/**
 * Why a step may not be taken now; undefined when it may. `done`: the steps taken in this round.
 * An anonymous reporter cannot be contacted, so that what waits for the contact does not wait.
 */
export function stepRefused(
  process: Process,
  name: string,
  has: { done: ReadonlySet<string>; isAnonymous: boolean },
): 'step-unknown' | 'step-taken' | 'step-too-early' | 'step-needs-contact' | undefined {
  const wanted = process.steps.find((candidate) => candidate.step === name)
  if (!wanted) return 'step-unknown'
  if (has.done.has(name)) return 'step-taken'
  if (has.isAnonymous && wanted.needsContact) return 'step-needs-contact'
  const isFree = (before: string) =>
    has.done.has(before) ||
    (has.isAnonymous &&
      process.steps.some(({ step, needsContact }) => step === before && needsContact))
  return wanted.after.every(isFree) ? undefined : 'step-too-early'
}

/**
 * Whose turn it is: the customer's only while no step of the utility could be taken and one of the
 * customer's could. An optional step of the utility could be taken once the customer asked for it. With
 * the last step nobody is waited for any more.
 */
export function turnOf(process: Process, done: ReadonlySet<string>): 'utility' | 'customer' {
  if (process.steps.some(({ step, isLast }) => isLast && done.has(step))) return 'utility'
  const open = process.steps.filter(
    ({ step, after }) => !done.has(step) && after.every((before) => done.has(before)),
  )
  const isCustomers = open.length > 0 && open.every(({ by }) => by === 'customer')
  return isCustomers ? 'customer' : 'utility'
}

/**
 * The step that a request waits for: the first that could be taken. An optional one only once the customer
 * asked for it.
 */
export function stepAwaited(process: Process, done: ReadonlySet<string>): ProcessStep | undefined {
  const isAsked = ({ after }: ProcessStep) =>
    process.steps.some(({ step, isOptional }) => isOptional && after.includes(step))
  return process.steps.find(
    (step) =>
      !done.has(step.step) &&
      step.after.every((before) => done.has(before)) &&
      (!step.isOptional || isAsked(step)),
  )
}
