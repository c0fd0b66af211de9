import type { Measure } from './measures.ts'

/**
 * The dictionary that a new campaign starts with (走进类型). An assumption, since the list of 2011 was not
 * found; every campaign has its own and may change it.
 */
export const DEFAULT_WALK_IN_TYPES = [
  { code: 'W1', name: '走进重要客户', nameEn: 'Important customers' },
  { code: 'W2', name: '走进企业和重点项目', nameEn: 'Enterprises and key projects' },
  { code: 'W3', name: '走进社区', nameEn: 'Communities' },
  { code: 'W4', name: '走进农村', nameEn: 'Villages and fields' },
  { code: 'W5', name: '走进学校', nameEn: 'Schools' },
  { code: 'W6', name: '走进敬老院和困难家庭', nameEn: 'Nursing homes and households in need' },
]

interface MeasureDefinition {
  measure: Measure
  name: string
  nameEn: string
  unit: string
  definition: string
}

/** What each of the six measures counts (统计口径), as a new campaign starts out with. */
export const DEFAULT_MEASURES: MeasureDefinition[] = [
  {
    measure: 'people',
    name: '出动人员',
    nameEn: 'People sent out',
    unit: '人',
    definition:
      '当日派到现场的人员，按工号去重：同一人在同一地市当日多次派出计一人，派出次数另列为人次。',
  },
  {
    measure: 'vehicles',
    name: '出动车辆',
    nameEn: 'Vehicles sent out',
    unit: '辆',
    definition:
      '当日派到现场的车辆，按号牌去重：同一辆车在同一地市当日多次派出计一辆，派出次数另列为辆次。',
  },
  {
    measure: 'customers',
    name: '走访客户',
    nameEn: 'Customers visited',
    unit: '户',
    definition:
      '当日走访的客户，按户号去重：同一户在同一地市当日被多次走访计一户，走访次数另列为户次。联合活动只由主办单位计一次。',
  },
  {
    measure: 'transactions',
    name: '现场办理业务',
    nameEn: 'Business handled on the spot',
    unit: '件',
    definition: '当日在现场受理或办结的业务，一笔计一件；撤回的不计。',
  },
  {
    measure: 'opinions',
    name: '收集意见及建议',
    nameEn: 'Opinions collected',
    unit: '条',
    definition: '当日在现场听取并记录的意见、建议和表扬，一条计一条。',
  },
  {
    measure: 'leaflets',
    name: '发放宣传材料',
    nameEn: 'Leaflets handed out',
    unit: '份',
    definition: '当日发出的宣传材料份数，可按捆记录；清点更正以更正后的份数为准。',
  },
]
