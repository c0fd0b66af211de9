// The rows of an invented register of customers, with the faults that such lists have, and what is to become of each.
import type { DemoUnit } from '../../apps/server/src/demo/province.ts'
import { type Seeded, seeded } from '../../apps/server/src/demo/seeded.ts'
import { dayNumber, type MessyCell, type MessyRow } from './cells.ts'
import { FAULTS } from './register-faults.ts'
import { type Customer, HEADINGS, type Heading, type PlannedRow } from './register-shape.ts'

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾']
const GIVEN = [...'明红伟芳秀英敏静丽强磊军洋勇艳杰娟涛超霞平刚桂荣华建国兰梅玉文春香']
const ROADS = [
  '东巷',
  '西街',
  '南大街',
  '人民路',
  '建设路',
  '和平路',
  '解放路',
  '新华街',
  '文化路',
  '幸福里',
]
const VILLAGES = [
  '前营',
  '后营',
  '李庄',
  '张庄',
  '大王庄',
  '小刘营',
  '柳林',
  '杨楼',
  '郭店',
  '石桥',
]
const TRADES = [
  '纺织厂',
  '面粉厂',
  '机械厂',
  '煤矿',
  '化工厂',
  '医院',
  '冷库',
  '超市',
  '宾馆',
  '砖厂',
]

/** The rows of a register, in order, customers station by station. */
export function* registerRows(
  { customers, seed }: { customers: number; seed: number },
  stations: readonly DemoUnit[],
): Generator<PlannedRow> {
  const random = seeded(seed)
  const names = countNames(stations)
  let kept: PlannedRow | undefined
  for (let i = 0; i < customers; i++) {
    const station = stations[Math.floor((i * stations.length) / customers)] as DemoUnit
    const customer = aCustomer(random, { i, station, isUniqueName: names.get(station.name) === 1 })
    const fault = random.below(100) < 3 ? random.pick(FAULTS) : undefined
    const row = fault ? fault.plant(customer, { names }) : good(customer)
    yield row
    if (row.outcome === 'imported') kept = row
    // What stood there before comes again: the same, or with another address.
    if (kept && i % 200 === 150) yield { ...again(kept), outcome: 'unchanged' }
    if (kept && i % 500 === 400) {
      yield {
        ...again(kept, '另一个地址8号'),
        outcome: 'rejected',
        code: 'repeated-key',
        column: null,
      }
    }
    if (i % 5000 === 2500)
      yield { cells: HEADINGS, outcome: 'rejected', code: 'repeated-header', column: null }
  }
  const total = { cells: ['合计', '', `共 ${customers} 户`], outcome: 'rejected' as const }
  yield { ...total, code: 'required', column: '客户编号' }
}

function countNames(stations: readonly DemoUnit[]): Map<string, number> {
  const names = new Map<string, number>()
  for (const { name } of stations) names.set(name, (names.get(name) ?? 0) + 1)
  return names
}

function good({ cells }: Customer): PlannedRow {
  return { cells: HEADINGS.map((heading) => cells[heading]), outcome: 'imported' }
}

function again({ cells }: PlannedRow, address?: string): MessyRow {
  return {
    cells: cells.map((cell, i) =>
      address && HEADINGS[i] === '用电地址' ? address : HEADINGS[i] === '序号' ? '' : cell,
    ),
  }
}

/** Full-width digits, as an input method makes them. */
function fullWidth(text: string): string {
  return text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
}

const blank = (random: Seeded, text: string) =>
  random.pick([text, text, text, `${text} `, ` ${text}`, `\u3000${text}\u3000`, `${text}\t`])

function aCustomer(
  random: Seeded,
  { i, station, isUniqueName }: { i: number; station: DemoUnit; isUniqueName: boolean },
): Customer {
  const accountNo = `0${station.cityCode.slice(2, 4)}${String(i).padStart(7, '0')}`
  const kind = random.below(1000)
  const use =
    kind < 600 ? '201' : kind < 880 ? '202' : kind < 950 ? '301' : kind < 990 ? '405' : '100'
  const isHome = kind < 880
  const name = isHome
    ? random.pick(SURNAMES) + random.pick(GIVEN) + (random.below(3) > 0 ? random.pick(GIVEN) : '')
    : `${random.pick(VILLAGES)}${random.pick(TRADES)}${i % 97}`
  const town = station.name.replace(/供电所$/, '')
  const place = use === '202' || use === '405' ? random.pick(ROADS) : `${random.pick(VILLAGES)}村`
  const phone = `138${String(random.below(100_000_000)).padStart(8, '0')}`
  const cells: Record<Heading, MessyCell> = {
    序号: String(i + 1),
    客户编号: messyAccount(random, accountNo),
    '户 名（必填）': blank(random, name),
    用电地址: blank(random, `${town}镇${place}${1 + random.below(300)}号`),
    供电所: isUniqueName && random.below(4) === 0 ? station.name : station.code,
    台区名称: `${town}${1 + (i % 20)}号台区`,
    用电类别: random.below(3) === 0 ? use : (USE_WORDS[use] ?? use),
    电压等级: use === '100' ? '10kV' : isHome ? '交流220V' : '380V',
    '合同容量(kVA)':
      use === '100' ? random.pick(['1,250', '630.00', '３１５']) : random.pick(['8', '4', '']),
    城乡类别: use === '202' ? '城市' : random.pick(['农村', '农村', '农村', '特殊边远地区', '']),
    客户分类: use === '100' ? random.pick(['A', '高危重要', 'B', '重点客户']) : '',
    重要等级: '',
    认定部门: '',
    认定日期: '',
    联系人: random.below(3) === 0 ? name : '',
    联系电话: random.below(10) === 0 ? fullWidth(phone) : random.below(12) === 0 ? '' : phone,
    用户状态: random.pick(['正常', '正常用电', '正常', '当前变更']),
    核实日期: messyDate(random),
    机井数: use === '301' ? String(1 + random.below(12)) : '',
    灌溉月份: use === '301' ? random.pick(['3、4、9', '３，４月', '5月、6月']) : '',
    相别: isHome ? '单相' : '',
    漏保: isHome ? random.pick(['有', '无', '是', '']) : '',
    抄表段: `D${i % 60}`,
    备注: remark(random, i),
  }
  if (use === '100' && (cells.客户分类 === 'A' || cells.客户分类 === '高危重要')) {
    cells.重要等级 = random.pick(['一级', '二级', '2级'])
    if (random.below(2) === 0) {
      cells.认定部门 = `${town}工信局`
      cells.认定日期 = { day: dayNumber('2011-09-01') }
    }
  }
  return { cells }
}

const USE_WORDS: Record<string, string> = {
  201: '乡村居民生活用电',
  202: '城镇居民',
  301: '农业排灌',
  405: '商业用电',
  100: '大工业用电',
}

function messyAccount(random: Seeded, accountNo: string): MessyCell {
  return random.pick<MessyCell>([
    accountNo,
    accountNo,
    `'${accountNo}`,
    fullWidth(accountNo),
    `${accountNo.slice(0, 4)} ${accountNo.slice(4)}`,
    { digits: accountNo },
    { formula: `TEXT(${Number(accountNo)},"0000000000")`, value: accountNo },
  ])
}

function messyDate(random: Seeded): MessyCell {
  const month = 1 + random.below(9)
  const day = 1 + random.below(28)
  const date = `2011-0${month}-${String(day).padStart(2, '0')}`
  return random.pick<MessyCell>([
    '',
    '',
    date,
    `2011/${month}/${day}`,
    `2011.${month}.${day}`,
    date.replaceAll('-', ''),
    `2011年${month}月${day}日`,
    fullWidth(`2011年${month}月${day}日`),
    { day: dayNumber(date) },
    String(dayNumber(date)),
  ])
}

/** Remarks that programs stumble over: formulas, emoji, rare characters, commas, quotes, line ends. */
function remark(random: Seeded, i: number): string {
  const said = [
    '',
    '',
    '',
    '',
    '户主外出',
    '=1+1',
    '@联系村委',
    '㐂𠮷野家',
    '灯🏮亮',
    '甲,乙"丙"\n第二行',
  ]
  return i % 20_000 === 7 ? '长'.repeat(10_000) : random.pick(said)
}
