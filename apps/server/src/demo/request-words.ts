import type { RequestKind } from '@nuandeng/domain'

const HOUR = 60
const DAY = 1440

type Path = readonly (readonly [step: string, from: number, to: number])[]

const LOW_VOLTAGE: Path = [
  ['site.surveyed', 4 * HOUR, 2 * DAY],
  ['plan.replied', 4 * HOUR, DAY],
  ['formalities.done', DAY, 2 * DAY],
  ['inspection.asked', 2 * HOUR, DAY],
  ['works.inspected', 4 * HOUR, DAY],
  ['supply.energised', 4 * HOUR, DAY],
]
const HIGH_VOLTAGE: Path = [
  ['site.surveyed', DAY, 3 * DAY],
  ['plan.replied', 3 * DAY, 7 * DAY],
  ['design.submitted', 2 * DAY, 5 * DAY],
  ['design.reviewed', DAY, 3 * DAY],
  ['formalities.done', 2 * HOUR, DAY],
  ['inspection.asked', 2 * DAY, 5 * DAY],
  ['works.inspected', DAY, 2 * DAY],
  ['supply.energised', DAY, 3 * DAY],
]

/** How long each step of an invented request takes after the one before, in minutes. */
export const PATHS: Readonly<Record<string, Path>> = {
  fault: [
    ['crew.arrived', 12, 40],
    ['supply.restored', 25, 150],
  ],
  complaint: [
    ['complainant.contacted', 40, 15 * HOUR],
    ['complaint.answered', DAY, 4 * DAY],
  ],
  enquiry: [['enquiry.answered', 5, 8 * HOUR]],
  opinion: [['opinion.answered', DAY, 5 * DAY]],
  suggestion: [['suggestion.answered', DAY, 6 * DAY]],
  praise: [['praise.passed-on', HOUR, DAY]],
  'service/meter-test': [['meter-test.reported', 2 * DAY, 5 * DAY]],
  'service/reading-dispute': [['reading-dispute.answered', 2 * DAY, 5 * DAY]],
  'service/reconnection': [
    ['charges.settled', 30, 10 * HOUR],
    ['supply.restored', HOUR, 18 * HOUR],
  ],
  'service/appliance-damage': [
    ['damage.inspected', 3 * HOUR, 20 * HOUR],
    ['damage.answered', DAY, 3 * DAY],
  ],
  'service/other': [['service.done', DAY, 4 * DAY]],
  'new-supply/resident': LOW_VOLTAGE,
  'new-supply/low-voltage': LOW_VOLTAGE,
  'new-supply/high-voltage-single': HIGH_VOLTAGE,
  'new-supply/high-voltage-dual': HIGH_VOLTAGE,
}

/** What invented customers say. */
export const TALES: Readonly<Record<RequestKind, readonly string[]>> = {
  fault: [
    '整栋楼没电，邻居家也停了',
    '家里突然停电，空气开关没有跳',
    '灯光忽明忽暗，电压不稳',
    '表箱处有火花，担心起火',
    '村里一片停电，机井抽不上水',
  ],
  complaint: [
    '窗口人员让我跑了三趟，材料没有一次说清',
    '停电没有提前通知，冰柜里的货坏了',
    '电压长期偏低，晚上空调带不动',
    '施工后路面没有恢复',
    '抄表的数字和表上不一样，问了没人答复',
  ],
  'whistle-blow': ['有人收了钱才给办'],
  opinion: ['希望缴费点周末也开门', '停电短信发得太晚', '小区配电箱噪声大'],
  suggestion: ['建议在镇上设自助缴费机', '建议把停电计划贴到村务栏', '建议账单字体再大一些'],
  enquiry: ['阶梯电价怎么算', '过户需要带什么材料', '一户多人口如何申请'],
  praise: ['抢修师傅雨夜赶来，感谢', '窗口同志耐心帮老人办好了手续'],
  service: [
    '觉得电表走得快，申请校验',
    '电费已经交清，请尽快送电',
    '来电后电视机坏了',
    '抄表数据对不上',
  ],
  'new-supply': [
    '新建住房，申请接电',
    '新开加工作坊，需要三相电',
    '工厂扩建，申请高压新装',
    '合作社新打机井，申请用电',
  ],
}
