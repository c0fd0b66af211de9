import { addDays, DEFAULT_MEASURES, DEFAULT_WALK_IN_TYPES, type PlainDate } from '@nuandeng/domain'
import { DEMO_DAY } from './day.ts'
import type { DemoCampaign } from './plan.queries.ts'
import type { DemoUnit } from './province.ts'
import { idOf } from './seeded.ts'

export const DECIDED_AT = new Date('2011-10-12T17:40:00+08:00')
export const CAMPAIGN_ID = idOf('campaign', DECIDED_AT)
const WRITTEN_AT = new Date('2011-09-20T10:00:00+08:00')
const NEXT_YEAR_AT = new Date('2012-09-03T10:00:00+08:00')
/** Days from one edition of the campaign to the next. */
const A_YEAR = 366

const FIELDS = [
  {
    key: 'slogan',
    label: '统一口号',
    labelEn: 'Common slogan',
    isLocked: true,
    value: '你用电，我用心',
  },
  {
    key: 'uniform',
    label: '统一着装要求',
    labelEn: 'Common dress',
    isLocked: true,
    value: '着工装，佩戴活动胸牌',
  },
  {
    key: 'focus',
    label: '本单位服务重点',
    labelEn: 'Local focus',
    isLocked: false,
    value: '',
  },
]

/** The campaign of 2011, published, and its draft for the next year. */
export function demoCampaigns(units: readonly DemoUnit[]): DemoCampaign[] {
  const [province] = units
  if (!province) throw new Error('the invented province is empty')
  const first = {
    campaignId: CAMPAIGN_ID,
    unit: province,
    name: '供电服务 情暖中原',
    theme: '你用电，我用心',
    startOn: DEMO_DAY,
    endOn: addDays(DEMO_DAY, A_YEAR - 1),
    activityDays: [DEMO_DAY],
    walkInTypes: DEFAULT_WALK_IN_TYPES,
    measures: DEFAULT_MEASURES,
    fields: FIELDS,
    state: 'published' as const,
    copiedFromId: null,
    createdAt: WRITTEN_AT,
  }
  const moved = (day: PlainDate) => addDays(day, A_YEAR)
  return [
    first,
    {
      ...first,
      campaignId: idOf('campaign of the next year', NEXT_YEAR_AT),
      name: '供电服务 情暖中原（下一年）',
      startOn: moved(DEMO_DAY),
      endOn: moved(first.endOn),
      activityDays: first.activityDays.map(moved),
      state: 'draft',
      copiedFromId: CAMPAIGN_ID,
      createdAt: NEXT_YEAR_AT,
    },
  ]
}
