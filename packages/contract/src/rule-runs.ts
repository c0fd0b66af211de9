import { DISCOVERY_KINDS, FINDING_QUEUES, IMPACT_STATES, NOT_RUN_REASONS } from '@nuandeng/domain'
import { z } from 'zod'
import type { Route } from './route.ts'
import { RuleId } from './signals.ts'
import { Id, Instant, PlainDate, pageOf, paging, Text, UnitRef } from './values.ts'

/** An impact assessment (个人信息保护影响评估) of a rule of an edition. */
const Impact = z.object({
  assessmentId: Id,
  unit: UnitRef,
  ruleId: z.string(),
  edition: z.string(),
  purpose: z.string(),
  dataUsed: z.string(),
  legalBasis: z.string(),
  risk: z.string(),
  measures: z.string(),
  /** On which consent the rule asks the protected store, and what guards it; null of rules that do not. */
  careUse: z.string().nullable(),
  state: z.enum(IMPACT_STATES),
  writtenBy: z.string(),
  writtenAt: Instant,
  /** Whether the caller wrote it: nobody approves their own. */
  isMine: z.boolean(),
  approvedBy: z.string().nullable(),
  approvedAt: Instant.nullable(),
  validUntil: PlainDate.nullable(),
  withdrawnBy: z.string().nullable(),
  withdrawnReason: z.string().nullable(),
  /** A rule may run on it today. */
  isInForce: z.boolean(),
})
export type Impact = z.input<typeof Impact>

export const listDiscoveryRulesRoute = {
  method: 'GET',
  url: '/discovery/rules',
  summary: 'The editions of rules, each rule with its assessments that hold at a unit',
  permission: 'impact.read',
  query: z.object({ unitId: Id }),
  reply: z.object({
    editions: z.array(
      z.object({
        edition: z.string(),
        name: z.object({ zh: z.string(), en: z.string() }),
        validFrom: PlainDate,
        rules: z.array(
          z.object({
            ruleId: z.string(),
            kind: z.enum(DISCOVERY_KINDS),
            queue: z.enum(FINDING_QUEUES),
            title: z.object({ zh: z.string(), en: z.string() }),
            reason: z.object({ zh: z.string(), en: z.string() }),
            source: z.object({ zh: z.string(), en: z.string() }),
            /** It asks the protected store who lives alone: only holders of `care.read` run it and see what it finds. */
            asksCare: z.boolean(),
            /** What the rule is set to, by name. */
            parameters: z.record(z.string(), z.number()),
            /** Newest first; those of the unit and above it. */
            impacts: z.array(Impact),
            mayRun: z.boolean(),
          }),
        ),
      }),
    ),
  }),
  repeat: 'read',
} satisfies Route

export const writeImpactRoute = {
  method: 'POST',
  url: '/discovery/impacts',
  summary: 'Write the impact assessment of a rule, for another person to approve',
  permission: 'impact.write',
  body: z.object({
    assessmentId: Id,
    /** It holds for this unit and all below it. */
    unitId: Id,
    edition: RuleId,
    ruleId: RuleId,
    purpose: Text(1000),
    dataUsed: Text(1000),
    legalBasis: Text(1000),
    risk: Text(2000),
    measures: Text(2000),
    /** Of a rule that asks the protected store, and of no other. */
    careUse: Text(1000).optional(),
  }),
  reply: z.object({ assessmentId: Id }),
  repeat: 'own-id',
} satisfies Route

const ofImpact = z.object({ assessmentId: Id })

export const approveImpactRoute = {
  method: 'POST',
  url: '/discovery/impacts/:assessmentId/approve',
  summary: 'Approve the assessment that another person wrote: until its last day the rule may run',
  permission: 'impact.approve',
  params: ofImpact,
  body: z.object({ validUntil: PlainDate }),
  reply: ofImpact,
  repeat: 'command',
} satisfies Route

export const withdrawImpactRoute = {
  method: 'POST',
  url: '/discovery/impacts/:assessmentId/withdraw',
  summary: 'Withdraw an assessment: the rule runs no more; it is kept',
  permission: 'impact.approve',
  params: ofImpact,
  body: z.object({ reason: Text(500) }),
  reply: ofImpact,
  repeat: 'command',
} satisfies Route

/** Null stands for 1 to 4, of rules that ask who lives alone. */
const RuleCount = z.number().nullable()

/** What came of one rule in a run. */
const RuleCounts = z.object({
  found: RuleCount,
  fresh: RuleCount,
  again: RuleCount,
  /** Found, and not proposed: dismissed or visited, and it still rests. */
  resting: RuleCount,
  ended: RuleCount,
  /** Left out, by why: what the register says against it, or no file of the register. */
  skipped: z.record(z.string(), RuleCount),
  notRun: z.enum(NOT_RUN_REASONS).nullable(),
})

const RuleRun = z.object({
  runId: Id,
  city: UnitRef,
  edition: z.string(),
  ruleIds: z.array(z.string()),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  fraction: z.number(),
  askedBy: z.string(),
  askedAt: Instant,
  finishedAt: Instant.nullable(),
  /** The newest month of the readings. */
  asOf: z.string().nullable(),
  /** Customers whose readings were looked at. */
  seen: z.number().nullable(),
  /** By rule; those that ask who lives alone only for readers who may see care flags there. */
  counts: z.record(z.string(), RuleCounts),
  refusal: z.string().nullable(),
})

export const startRuleRunRoute = {
  method: 'POST',
  url: '/discovery/runs',
  summary:
    'Run rules over the readings of a city; without an assessment in force a rule is refused',
  permission: 'signal.run',
  body: z.object({
    runId: Id,
    cityUnitId: Id,
    edition: RuleId,
    ruleIds: z.array(RuleId).min(1).max(40),
  }),
  reply: z.object({ runId: Id }),
  repeat: 'own-id',
} satisfies Route

export const listRuleRunsRoute = {
  method: 'GET',
  url: '/discovery/runs',
  summary: 'Runs of rules in reach with their progress and counts, newest first',
  permission: 'signal.run',
  query: z.object(paging),
  reply: pageOf(RuleRun),
  repeat: 'read',
} satisfies Route
