// The kinds of invented customers: how many of a hundred thousand, how they use electricity, and what rules must find.

/** The month of an expression: its age, and its place in the year from 1. */
export interface AtMonth {
  age: number
  month: number
}

interface ReadingKind {
  per100k: number
  /** Rules of residents-1 that must find them, and no others among low use and collapse. */
  expect: readonly string[]
  /** The use in hundredths of a kWh as SQL; `n` is how long it lasts, `pick` 0 to 2, `way` 0 or 1. */
  use: (at: AtMonth) => string
}

/** Percent of the yearly mean, January to December: cooling in July and August, heating in January. */
const SEASON = [125, 115, 95, 85, 85, 100, 135, 140, 105, 85, 95, 115]
const normal = ({ age, month }: AtMonth) =>
  `(base * ${SEASON[month - 1]} // 100 * (80 + ${noise(age)} % 41) // 100)`
/** A large number for each customer and month. */
const noise = (age: number) => `(hash(id, ${age}, seed) >> 8)`
/** 0.01 to 0.99 kWh. */
const under1 = (age: number) => `(1 + ${noise(age)} % 99)`
const LOW = ['under-1-kwh', 'under-15-kwh']
const UNDER_15 = ['under-15-kwh']

/** Whether the month is the one of the newest three in which a near miss misses. */
const isPick = (age: number) => (age < 3 ? `pick = ${age}` : 'false')
const lasts = (age: number) => `${age} < n`
const either = (when: string, then: string, otherwise: string) =>
  `case when ${when} then ${then} else ${otherwise} end`

/** Months that planted cases may lack: old enough for no rule to need them. */
export const OLD_AGES: readonly number[] = [17, 21]

export const READING_KINDS = {
  'under-1-always': { per100k: 200, expect: LOW, use: ({ age }) => under1(age) },
  'under-1-of-late': {
    ...{ per100k: 200, expect: LOW },
    use: ({ age }) => either(lasts(age), under1(age), `200 + ${noise(age)} % 700`),
  },
  'just-over-1': {
    ...{ per100k: 100, expect: UNDER_15 },
    use: ({ age }) => either(isPick(age), `101 + ${noise(age)} % 50`, under1(age)),
  },
  'exactly-1': {
    ...{ per100k: 50, expect: UNDER_15 },
    use: ({ age }) => either(`way = 0 or ${isPick(age)}`, '100', under1(age)),
  },
  'nothing-between': {
    ...{ per100k: 50, expect: [] },
    use: ({ age }) => either(isPick(age), '0', under1(age)),
  },
  'two-months-under-1': {
    ...{ per100k: 50, expect: UNDER_15 },
    use: ({ age }) => (age < 2 ? under1(age) : `300 + ${noise(age)} % 1000`),
  },
  'under-1-seldom-read': {
    ...{ per100k: 50, expect: [] },
    use: ({ age }) => (age % 4 === 1 ? 'null' : under1(age)),
  },
  'new-and-low': {
    ...{ per100k: 100, expect: [] },
    use: ({ age }) => (age < 2 ? under1(age) : 'null'),
  },
  'under-15': {
    ...{ per100k: 1500, expect: UNDER_15 },
    use: ({ age }) => `150 + ${noise(age)} % 1349`,
  },
  'exactly-15': {
    ...{ per100k: 50, expect: [] },
    use: ({ age }) => either(isPick(age), '1500', '1200'),
  },
  vacant: { per100k: 4000, expect: ['vacant'], use: () => '0' },
  'moved-out': {
    ...{ per100k: 100, expect: ['vacant', 'collapse'] },
    // The month of the move has a third of the usual.
    use: (at) =>
      either(lasts(at.age), '0', either(`${at.age} = n`, `${normal(at)} // 3`, normal(at))),
  },
  /** Home for Spring Festival only, which was in February in both years; some stayed on from January. */
  migrant: {
    ...{ per100k: 3000, expect: ['away-by-season'] },
    use: ({ age, month }) => {
      const home = `4000 + ${noise(age)} % 9000`
      const away = either('way = 0', '0', `${noise(age)} % 300`)
      if (month === 2) return home
      return month === 1 ? either(`pick = ${age > 12 ? 0 : 1}`, home, away) : away
    },
  },
  'second-home': {
    ...{ per100k: 500, expect: ['away-by-season'] },
    use: ({ age, month }) =>
      [6, 7, 8].includes(month) ? `5000 + ${noise(age)} % 9000` : `100 + ${noise(age)} % 600`,
  },
  /** To a twenty-fifth or an eighth of what they use; large households, so that it is no low use. */
  collapse: {
    ...{ per100k: 200, expect: ['collapse'] },
    use: (at) => either(lasts(at.age), `base * (4 + ${noise(at.age)} % 9) // 100`, normal(at)),
  },
  'collapse-of-two-months': {
    ...{ per100k: 100, expect: ['collapse'] },
    use: (at) => (at.age < 2 ? `base * (4 + ${noise(at.age)} % 9) // 100` : normal(at)),
  },
  /** Away in August and September of every year: the same months of last year tell. */
  'holiday-each-year': {
    ...{ per100k: 1000, expect: [] },
    use: (at) => ([8, 9].includes(at.month) ? `${normal(at)} * 12 // 100` : normal(at)),
  },
  /** Away for two months, once: no rule can tell it from a collapse. */
  'trip-once': {
    ...{ per100k: 20, expect: [] },
    use: (at) => (at.age < 2 ? `${normal(at)} // 10` : normal(at)),
  },
  erratic: {
    ...{ per100k: 2000, expect: [] },
    use: (at) => either(`${noise(at.age)} // 64 % 10 = 0`, `${normal(at)} * 15 // 100`, normal(at)),
  },
  growth: {
    ...{ per100k: 300, expect: ['growth'] },
    use: (at) =>
      at.age < 3
        ? `${normal({ ...at, age: at.age + 12 })} * (160 + ${noise(at.age)} % 60) // 100`
        : normal(at),
  },
  'stops-all-at-once': {
    ...{ per100k: 50, expect: ['meter-stuck', 'vacant', 'collapse'] },
    use: (at) => either(lasts(at.age), '0', normal(at)),
  },
  'same-step': {
    ...{ per100k: 50, expect: ['meter-stuck'] },
    use: (at) => either(lasts(at.age), 'base', normal(at)),
  },
  /** Lives alone, and has been silent for two to five days; the months say nothing of it. */
  silent: { per100k: 100, expect: ['alone-and-silent'], use: normal },
  normal: { per100k: 0, expect: [], use: normal },
} as const satisfies Record<string, ReadingKind>
export type KindOfReadings = keyof typeof READING_KINDS

/** Mean use by the kind, in hundredths: large households where the kind needs them. */
export const BASE = `case
  when kind = 'collapse' then 40000 + r % 20000
  when kind = 'collapse-of-two-months' then 6000 + r % 14000
  when kind = 'growth' then 60000 + r % 30000
  else 4000 + (r % 10000) * (r % 10000) * 36000 // 100000000 end`

/** How long it lasts: as long as its rule asks, and longer. */
export const LASTING = `case kind
  when 'under-1-of-late' then 4 + r % 9
  when 'moved-out' then 3 + r % 4
  when 'collapse' then 2 + r % 4
  else 3 + r % 3 end`
