import { expect, test } from 'vitest'
import type { PlainDate } from '../calendar-day.ts'
import { campaignFaults, planFaults } from './check-campaign.ts'

const day = (text: string) => text as PlainDate
const campaign = {
  startOn: day('2011-10-15'),
  endOn: day('2012-10-14'),
  activityDays: [day('2011-10-15')],
  walkInTypes: [{ code: 'W1' }],
  measures: [{ measure: 'people' }],
  fields: [{ key: 'slogan' }],
}

test.each([
  ['a good one', {}, []],
  ['an end before the start', { endOn: day('2011-10-01'), activityDays: [] }, ['endOn']],
  ['a day outside', { activityDays: [day('2012-10-15')] }, ['activityDays[0]']],
  ['a day twice', { activityDays: [day('2011-10-15'), day('2011-10-15')] }, ['activityDays[1]']],
  ['a code twice', { walkInTypes: [{ code: 'W1' }, { code: 'W1' }] }, ['walkInTypes[1].code']],
  ['a key twice', { fields: [{ key: 'a' }, { key: 'a' }] }, ['fields[1].key']],
])('a campaign with %s', (_, change, fields) => {
  expect(campaignFaults({ ...campaign, ...change }).map(({ field }) => field)).toEqual(fields)
})

const rules = {
  startOn: day('2011-10-15'),
  endOn: day('2012-10-14'),
  walkInTypeCodes: ['W1'],
  fields: [
    { key: 'slogan', isLocked: true },
    { key: 'focus', isLocked: false },
  ],
}

test.each([
  ['a local field', { focus: '夜间抢修' }, []],
  ['a locked field', { slogan: '别的口号' }, [['localFields.slogan', 'locked-field']]],
  ['a field of nobody', { other: 'x' }, [['localFields.other', 'unknown-field']]],
])('a plan with %s', (_, localFields, faults) => {
  const found = planFaults({ activities: [], localFields }, rules)
  expect(found.map(({ field, code }) => [field, code])).toEqual(faults)
})

test('a plan with an activity outside the period and of no known type', () => {
  const activities = [{ heldOn: day('2012-10-15'), walkInType: 'W7' }]
  expect(planFaults({ activities, localFields: {} }, rules).map(({ field }) => field)).toEqual([
    'activities[0].heldOn',
    'activities[0].walkInType',
  ])
})
