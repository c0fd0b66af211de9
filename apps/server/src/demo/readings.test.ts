import { expect, test } from 'vitest'
import { demoDays, usualDays } from './daily-readings.ts'
import { demoReadings } from './readings.ts'

const now = new Date('2026-03-01T12:00:00+08:00')
const homes = Array.from({ length: 400 }, (_, i) => ({
  ...{ accountNo: `4101${String(i).padStart(6, '0')}`, customerClass: 'C2' as const },
  ...{ capacityKva: null, isFlagged: i % 9 === 0 },
}))
const [header = '', ...lines] = demoReadings(homes, { now, without: 0 }).trim().split('\n')
const rows = lines.map((line) => line.split(','))

test('each home has 25 months up to the last whole one, and the same text comes every time', () => {
  expect(header.split(',').at(1)).toBe('2024-02')
  expect(header.split(',').at(-1)).toBe('2026-02')
  expect(rows.map((row) => row.length)).toEqual(Array(400).fill(26))
  expect(demoReadings(homes, { now, without: 0 })).toBe([header, ...lines, ''].join('\n'))
})

test('the file of three months ago says the same of the months it has', () => {
  const earlier = demoReadings(homes, { now, without: 3 }).trim().split('\n')
  expect(earlier).toEqual([header, ...lines].map((line) => line.split(',').slice(0, -3).join(',')))
})

test('a few live on less than one kilowatt-hour, some on nothing, and some months were not read', () => {
  const newest = rows.map((row) => row.slice(-3))
  const are = (fits: (kwh: string) => boolean) => newest.filter((row) => row.every(fits)).length
  expect(are((kwh) => Number(kwh) > 0 && Number(kwh) < 1)).toBeGreaterThan(3)
  expect(are((kwh) => Number(kwh) > 0 && Number(kwh) < 1)).toBeLessThan(30)
  expect(are((kwh) => kwh === '0.00')).toBeGreaterThan(2)
  expect(rows.flat().filter((cell) => cell === '未抄').length).toBeGreaterThan(50)
})

test('days are told of households that need care alone, up to yesterday; some end in silence', () => {
  const usual = usualDays([header, ...lines].join('\n'))
  const days = (isFirst: boolean) =>
    demoDays(homes, { at: now, isFirst, usual })
      .trim()
      .split('\n')
      .map((line) => line.split(','))
  const [head, ...told] = days(false)
  expect(head?.slice(-1)).toEqual(['2026-02-28'])
  expect(told.map(([accountNo]) => accountNo)).toEqual(
    homes.filter(({ isFlagged }) => isFlagged).map(({ accountNo }) => accountNo),
  )
  const silent = (rows: string[][]) =>
    rows.filter((row) => row.slice(-2).every((kwh) => Number(kwh) < 0.1)).map(([no]) => no)
  const before = silent(days(true).slice(1))
  expect(silent(told).length).toBeGreaterThan(10)
  expect(silent(told).length).toBeLessThan(told.length)
  expect(before.filter((no) => silent(told).includes(no)).length).toBeLessThan(3)
})
