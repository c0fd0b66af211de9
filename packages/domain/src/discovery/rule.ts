import type { PlainDate } from '../calendar-day.ts'

/**
 * What a rule looks for in the readings of a customer. `low-use` (一度电): little, but not nothing. `vacant`
 * (空置): nothing. `collapse` (骤降): far below the customer's own history. `growth` (增长): more than last
 * year, and near the capacity. `stuck` (表计停走): a register that does not move, or always by the same step.
 * `season` (季节性居住): away in the same months of both years. `came-alive` (复用): use after nothing.
 * `silence` (独居静默): somebody who lives alone has hardly used anything for days.
 */
export const DISCOVERY_KINDS = [
  'low-use',
  'vacant',
  'collapse',
  'growth',
  'stuck',
  'season',
  'came-alive',
  'silence',
] as const
export type DiscoveryKind = (typeof DISCOVERY_KINDS)[number]

/**
 * Whether rules of a kind ask the protected store who lives alone. What they find tells it: it is shown to nobody
 * without `care.read`, and the rule runs on an assessment that says so.
 */
export function asksCare(kind: DiscoveryKind): boolean {
  return kind === 'silence'
}

/** Where a finding belongs: with those who care, or apart from them (空置单列). */
export const FINDING_QUEUES = ['care', 'vacant', 'away', 'capacity', 'meter'] as const
export type FindingQueue = (typeof FINDING_QUEUES)[number]

interface RuleFrame {
  /** Names the rule in every edition, e.g. `under-1-kwh`. */
  id: string
  queue: FindingQueue
  title: string
  titleEn: string
  /** The reason in words; `{name}` stands for a number of the finding. */
  reason: string
  reasonEn: string
  /** Where the definition comes from. */
  source: string
  sourceEn: string
  /** Use categories (用电类别) that it is about; none: all. Asked of the register, when there is one. */
  categories?: readonly string[] | undefined
  /** Share of the months (or days) since the first reading that must have been read. */
  minReadPercent: number
  /** Rules that explain the finding away: with one of them found, this one is not. */
  unless?: readonly string[] | undefined
}

/** More than nothing and less than `belowKwh` in each of the newest `months` that were read. */
export interface LowUseRule extends RuleFrame {
  kind: 'low-use'
  months: number
  belowKwh: number
}

/** Nothing in each of the newest `months` that were read. */
export interface VacantRule extends RuleFrame {
  kind: 'vacant'
  months: number
}

/** What a customer is compared with: the median of the months before, and the same months of last year. */
interface HistoryTerms {
  months: number
  /** How many months before the newest `months` are the history, and how many of them must be read. */
  historyMonths: number
  minHistory: number
  /** The median of the history is at least this. */
  historyKwh: number
  /** Each of the same months of last year was at least this share of the median. */
  sameMonthsPercent: number
}

/** Each of the newest `months` under `dropPercent` of the median of the history, last year's were not. */
export interface CollapseRule extends RuleFrame, HistoryTerms {
  kind: 'collapse'
  dropPercent: number
}

/** Nothing in the newest `months` after a history of use, or the same step of at least `stepKwh` in each. */
export interface StuckRule extends RuleFrame, HistoryTerms {
  kind: 'stuck'
  stepKwh: number
}

/** Each of the newest `months` at `growPercent` of last year's or more, and `loadPercent` of what the capacity allows. */
export interface GrowthRule extends RuleFrame {
  kind: 'growth'
  months: number
  growPercent: number
  loadPercent: number
  leastKwh: number
}

/** Two years, each with at least `awayMonths` away and a month present, that differ in `differMonths` months at most. */
export interface SeasonRule extends RuleFrame {
  kind: 'season'
  /** A month of at most this is away, of at least `presentKwh` present. */
  awayKwh: number
  presentKwh: number
  awayMonths: number
  differMonths: number
}

/** Nothing in `quietMonths`, and then at least `leastKwh` in each of the newest `months`. */
export interface CameAliveRule extends RuleFrame {
  kind: 'came-alive'
  months: number
  quietMonths: number
  leastKwh: number
}

/** The newest days that were read are each under `silentPercent` of the median of the days before (黄, 红). */
export interface SilenceRule extends RuleFrame {
  kind: 'silence'
  yellowDays: number
  redDays: number
  silentPercent: number
  historyDays: number
  minHistory: number
  historyKwh: number
}

export type MonthRule =
  | LowUseRule
  | VacantRule
  | CollapseRule
  | StuckRule
  | GrowthRule
  | SeasonRule
  | CameAliveRule
export type DiscoveryRule = MonthRule | SilenceRule

/** A dated edition of rules of discovery. It is never changed; what changes is a new edition. */
export interface DiscoveryEdition {
  edition: string
  name: string
  nameEn: string
  validFrom: PlainDate
  note?: string | undefined
  /** A day of at most this counts as nothing, a month of at most this times its days: some sources never print 0. */
  dayFloorKwh: number
  /** Connected less than so many months ago is too new to be judged (新装). */
  newWithinMonths: number
  rules: readonly DiscoveryRule[]
}

/** What the register says of a customer; null where it says nothing. */
export interface RegisterFacts {
  account: string
  useCategory: string | null
  /** 正常 or 当前变更; a closed account is not. */
  isActive: boolean | null
  /** 停电标志: the supply is cut. */
  isCut: boolean | null
  /** 临时用电. */
  isTemporary: boolean | null
  /** The month in which it was connected, `2011-10`. */
  connectedIn: string | null
  /** Capacity in volt-amperes (8 kVA are 8000). */
  capacityVa: number | null
  livesAlone: boolean | null
}

/** What a rule found. It is a hint and proposes; a person decides. */
export interface Finding {
  account: string
  ruleId: string
  /** 1 is the first of its rule, by score and then by which account was known first. */
  rank: number
  /** 0 to 1000, the greater the more marked. */
  score: number
  /** Only of `silence`. */
  level: 'red' | 'yellow' | null
  /** The numbers of the reason, by the names of its placeholders; `…Kwh` are kWh with two decimals. */
  numbers: Readonly<Record<string, number>>
  /** The first and the last month (`2011-10`) or day (`2011-10-15`) that the finding is about. */
  from: string
  to: string
}

/** Why a rule of an edition did not run. */
export const NOT_RUN_REASONS = [
  'no-capacity',
  'no-daily-readings',
  'nobody-lives-alone',
  'too-few-months',
] as const
export type NotRunReason = (typeof NOT_RUN_REASONS)[number]

/** One rule in a run over a state: how many it found, or why it did not run. */
export interface RuleOutcome {
  ruleId: string
  found: number
  notRun: NotRunReason | null
}

/** The numbers that each kind of rule gives, in the order in which SQL gives them. */
export const FINDING_NUMBERS = {
  'low-use': ['months', 'belowKwh', 'highestKwh'],
  vacant: ['months'],
  collapse: ['months', 'highestKwh', 'medianKwh'],
  growth: ['months', 'usedKwh', 'lastYearKwh', 'capacityKva', 'loadPercent'],
  stuck: ['months', 'stepKwh', 'medianKwh'],
  season: ['awayMonths', 'differMonths', 'highestKwh'],
  'came-alive': ['months', 'quietMonths', 'lowestKwh'],
  silence: ['days', 'highestKwh', 'medianKwh'],
} as const satisfies Record<DiscoveryKind, readonly string[]>

/** kWh in hundredths, as the state keeps them. */
export function hundredths(kwh: number): number {
  return Math.round(kwh * 100)
}

/** The reason of a finding in words (发现理由). */
export function reasonOf(
  rule: Pick<DiscoveryRule, 'reason' | 'reasonEn'>,
  numbers: Finding['numbers'],
  language: 'zh' | 'en',
): string {
  const text = language === 'zh' ? rule.reason : rule.reasonEn
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = numbers[name]
    if (value === undefined) throw new Error(`the reason of a rule names ${name}`)
    return isDecimal(name) ? value.toFixed(2) : String(value)
  })
}

/** Numbers that are kept in hundredths and shown with two decimals. */
export function isDecimal(name: string): boolean {
  return name.endsWith('Kwh') || name.endsWith('Kva')
}
