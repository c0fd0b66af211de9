import { type Draft, kwh, leading, type Months, NOT_READ } from './month-series.ts'
import { hundredths, type LowUseRule, type SeasonRule, type VacantRule } from './rule.ts'

/** 一度电: exactly `belowKwh` is not under it, and nothing is not little. */
export function judgeLowUse(rule: LowUseRule, months: Months): Draft {
  const below = hundredths(rule.belowKwh)
  const run = runOfRead(months, (use, floor) => use > floor && use < below)
  const sum = run.use.reduce((total, use) => total + use, 0)
  const most = below * run.months
  return {
    ...{ fromAge: run.fromAge, toAge: run.toAge },
    checks: [
      {
        name: 'little, not nothing',
        arithmetic: `newest read months with nothing < kWh < ${kwh(below)}: ${listed(run.use)}: ${run.months} ≥ ${rule.months}`,
        holds: run.months >= rule.months,
      },
    ],
    score: run.months === 0 ? 0 : Math.floor(((most - sum) * 1000) / most),
    numbers: { months: run.months, belowKwh: below, highestKwh: Math.max(0, ...run.use) },
  }
}

export function judgeVacant(rule: VacantRule, months: Months): Draft {
  const run = runOfRead(months, (use, floor) => use <= floor)
  return {
    ...{ fromAge: run.fromAge, toAge: run.toAge },
    checks: [
      {
        name: 'nothing',
        arithmetic: `newest read months of nothing: ${listed(run.use)}: ${run.months} ≥ ${rule.months}`,
        holds: run.months >= rule.months,
      },
    ],
    score: Math.min(1000, run.months * 40),
    numbers: { months: run.months },
  }
}

/** The newest months that were read, as long as they pass; a month that was not read says nothing and is left out. */
function runOfRead(
  { use, floors }: Months,
  passes: (use: number, floor: number) => boolean,
): { months: number; use: number[]; fromAge: number; toAge: number } {
  const read = use.flatMap((value, age) => (value === NOT_READ ? [] : [age]))
  const months = leading(read, (age) => passes(use[age] ?? 0, floors[age] ?? 0))
  const ages = read.slice(0, months)
  return {
    months,
    use: ages.map((age) => use[age] ?? 0),
    fromAge: ages.at(-1) ?? 0,
    toAge: ages[0] ?? 0,
  }
}

const YEAR = 12

/** Second home, or away for work: the same months empty, and the same lived in, in both years. */
export function judgeSeason(rule: SeasonRule, { use }: Months): Draft {
  const away = hundredths(rule.awayKwh)
  const present = hundredths(rule.presentKwh)
  const kinds = use.slice(0, 2 * YEAR).map((value) => {
    if (value === NOT_READ) return 'unknown'
    if (value <= away) return 'away'
    return value >= present ? 'present' : 'between'
  })
  const years = [kinds.slice(0, YEAR), kinds.slice(YEAR)]
  const awayMonths = years.map((year) => year.filter((kind) => kind === 'away').length)
  const differs = (kind: string, age: number) =>
    kind !== 'unknown' && kinds[age + YEAR] !== 'unknown' && kind !== kinds[age + YEAR]
  const differMonths = kinds.slice(0, YEAR).filter(differs).length
  return {
    ...{ fromAge: 2 * YEAR - 1, toAge: 0 },
    checks: [
      {
        name: 'away in both years',
        arithmetic: `months of at most ${kwh(away)}: ${awayMonths.join(' and ')}, each ≥ ${rule.awayMonths}`,
        holds: awayMonths.every((count) => count >= rule.awayMonths),
      },
      {
        name: 'present in both years',
        arithmetic: `a month of at least ${kwh(present)} in each year; one not read may have been it`,
        holds:
          kinds.includes('present') &&
          years.every((year) => year.includes('present') || year.includes('unknown')),
      },
      {
        name: 'the same months',
        arithmetic: `months that differ between the years: ${differMonths} ≤ ${rule.differMonths}`,
        holds: differMonths <= rule.differMonths,
      },
    ],
    score: Math.floor(((YEAR - differMonths) * 1000) / YEAR),
    numbers: {
      awayMonths: awayMonths[0] ?? 0,
      differMonths,
      highestKwh: Math.max(0, ...use.slice(0, 2 * YEAR)),
    },
  }
}

function listed(use: readonly number[]): string {
  return use.length === 0 ? 'none' : use.map(kwh).join(', ')
}
