import {
  type Check,
  type Draft,
  daysIn,
  kwh,
  leading,
  type Months,
  monthBefore,
  NOT_READ,
  readCount,
  twiceMedian,
} from './month-series.ts'
import {
  type CameAliveRule,
  type CollapseRule,
  type GrowthRule,
  hundredths,
  type StuckRule,
} from './rule.ts'

const YEAR = 12

/**
 * 骤降: every one of the newest months far below the median of those before; and not so in the same months of
 * last year, or winter, harvest and school holidays would be found each year.
 */
export function judgeCollapse(rule: CollapseRule, months: Months): Draft {
  const recent = months.use.slice(0, rule.months)
  const history = historyOf(rule, months, rule.months)
  const highest = Math.max(0, ...recent)
  const sum = recent.reduce((total, use) => total + use, 0)
  const usual = history.twice * rule.months
  return {
    ...{ fromAge: rule.months - 1, toAge: 0 },
    checks: [
      allRead('newest months read', recent, rule.months),
      history.check,
      {
        name: 'far below it',
        arithmetic: `${kwh(highest)} × 100 < ${rule.dropPercent} × ${median(history.twice)}`,
        holds: recent.every((use) => use * 200 < rule.dropPercent * history.twice),
      },
      notSoLastYear(rule, months, history.twice),
    ],
    score: usual === 0 ? 0 : Math.floor(((usual - 2 * sum) * 1000) / usual),
    numbers: {
      months: rule.months,
      highestKwh: highest,
      medianKwh: Math.floor(history.twice / 2),
    },
  }
}

/** 表计停走: nothing all at once after steady use, or the same step month after month. */
export function judgeStuck(rule: StuckRule, months: Months): Draft {
  const { use, floors } = months
  const isNothing = (age: number) => use[age] !== NOT_READ && (use[age] ?? 0) <= (floors[age] ?? 0)
  const step = use[0] ?? NOT_READ
  const stops = isNothing(0)
  const run = leading([...use.keys()], (age) =>
    stops ? isNothing(age) : step !== NOT_READ && use[age] === step,
  )
  const history = historyOf(rule, months, run)
  const before = use[run] ?? NOT_READ
  return {
    ...{ fromAge: Math.max(0, run - 1), toAge: 0 },
    checks: [
      {
        name: 'the same step',
        arithmetic: `newest months of ${kwh(step)}: ${run} ≥ ${rule.months}, and nothing or at least ${rule.stepKwh.toFixed(2)}`,
        holds: run >= rule.months && (stops || step >= hundredths(rule.stepKwh)),
      },
      history.check,
      ...(stops
        ? [
            {
              name: 'all at once',
              arithmetic: `the month before: ${kwh(before)} × 100 ≥ ${rule.sameMonthsPercent} × ${median(history.twice)}`,
              holds: before * 200 >= rule.sameMonthsPercent * history.twice,
            },
            notSoLastYear(rule, months, history.twice),
          ]
        : []),
    ],
    score: Math.min(1000, run * 100),
    numbers: { months: run, stepKwh: step, medianKwh: Math.floor(history.twice / 2) },
  }
}

/** 增长: each of the newest months above last year's, and near what the capacity allows. */
export function judgeGrowth(rule: GrowthRule, months: Months, capacityVa: number | null): Draft {
  const recent = months.use.slice(0, rule.months)
  const lastYear = months.use.slice(YEAR, YEAR + rule.months)
  const used = recent.reduce((total, use) => total + use, 0)
  const hours = recent.reduce(
    (sum, _, age) => sum + 24 * daysIn(monthBefore(months.newest, age)),
    0,
  )
  const most = (capacityVa ?? 0) * hours
  const load = most === 0 ? 0 : Math.floor((used * 1000) / most)
  return {
    ...{ fromAge: rule.months - 1, toAge: 0 },
    checks: [
      allRead('newest months read', recent, rule.months),
      allRead('the same of last year read', lastYear, rule.months),
      {
        name: 'more than last year',
        arithmetic: recent
          .map(
            (use, age) =>
              `${kwh(use)} × 100 ≥ ${rule.growPercent} × ${kwh(lastYear[age] ?? NOT_READ)}`,
          )
          .join(', '),
        holds: recent.every((use, age) => use * 100 >= rule.growPercent * (lastYear[age] ?? 0)),
      },
      {
        name: 'enough to matter',
        arithmetic: `each ≥ ${rule.leastKwh.toFixed(2)}`,
        holds: recent.every((use) => use >= hundredths(rule.leastKwh)),
      },
      {
        name: 'near the capacity',
        arithmetic:
          capacityVa === null
            ? 'the register has no capacity'
            : `${kwh(used)} kWh in ${hours} h × 100 ≥ ${rule.loadPercent} × ${capacityVa / 1000} kVA × ${hours} h`,
        holds: most > 0 && used * 1000 >= rule.loadPercent * most,
      },
    ],
    score: Math.min(1000, load * 10),
    numbers: {
      ...{ months: rule.months, usedKwh: used },
      lastYearKwh: lastYear.reduce((total, use) => total + use, 0),
      ...{ capacityKva: Math.floor((capacityVa ?? 0) / 10), loadPercent: load },
    },
  }
}

/** 复用: use after months of nothing. */
export function judgeCameAlive(rule: CameAliveRule, { use, floors }: Months): Draft {
  const recent = use.slice(0, rule.months)
  const quiet = use.slice(rule.months, rule.months + rule.quietMonths)
  const lowest = Math.min(...recent)
  const least = hundredths(rule.leastKwh)
  return {
    ...{ fromAge: rule.months - 1, toAge: 0 },
    checks: [
      {
        name: 'used again',
        arithmetic: `${recent.map(kwh).join(', ')}: each ≥ ${rule.leastKwh.toFixed(2)} and more than nothing`,
        holds:
          recent.length === rule.months &&
          recent.every((value, age) => value >= least && value > (floors[age] ?? 0)),
      },
      allRead('months before read', quiet, rule.quietMonths),
      {
        name: 'nothing before',
        arithmetic: `${quiet.map(kwh).join(', ')}: nothing`,
        holds: quiet.every((value, at) => value <= (floors[rule.months + at] ?? 0)),
      },
    ],
    score: least === 0 ? 1000 : Math.min(1000, Math.floor((lowest * 100) / least)),
    numbers: { months: rule.months, quietMonths: rule.quietMonths, lowestKwh: lowest },
  }
}

function historyOf(
  { historyMonths, minHistory, historyKwh }: CollapseRule | StuckRule,
  { use }: Months,
  fromAge: number,
): { twice: number; check: Check } {
  const values = use.slice(fromAge, fromAge + historyMonths)
  const twice = twiceMedian(values)
  const reads = readCount(values)
  return {
    twice,
    check: {
      name: 'history',
      arithmetic: `${reads} of the ${historyMonths} months before read ≥ ${minHistory}; their median ${median(twice)} ≥ ${historyKwh.toFixed(2)}`,
      holds: reads >= minHistory && twice >= 2 * hundredths(historyKwh),
    },
  }
}

function notSoLastYear(
  { months, sameMonthsPercent }: CollapseRule | StuckRule,
  { use }: Months,
  twice: number,
): Check {
  const same = use.slice(YEAR, YEAR + months)
  return {
    name: 'not so last year',
    arithmetic: `the same months of last year ${same.map(kwh).join(', ')}: each × 100 ≥ ${sameMonthsPercent} × ${median(twice)}`,
    holds:
      same.length === months &&
      same.every((value) => value * 200 >= sameMonthsPercent * twice && value !== NOT_READ),
  }
}

function allRead(name: string, values: readonly number[], months: number): Check {
  return {
    name,
    arithmetic: `${readCount(values)} of ${months}`,
    holds: readCount(values) === months,
  }
}

/** Half of an integer, without losing the half. */
function median(twice: number): string {
  return (twice / 200).toFixed(twice % 2 === 0 ? 2 : 3)
}
