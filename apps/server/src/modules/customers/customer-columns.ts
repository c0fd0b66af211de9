import {
  CLASS_CODES,
  CONNECTED_ON_COLUMN,
  type CustomerClass,
  type CustomerStatus,
  GRADE_CODES,
  type Grade,
  halfWidth,
  STATUS_CODES,
  SUPPLY_AREA_CODES,
  type SupplyArea,
  TEMPORARY_CODES,
  TEMPORARY_COLUMN,
  tellsCareFlag,
  tidyCode,
  USE_CATEGORY_CODES,
  type UseCategory,
  VOLTAGE_CODES,
  type Voltage,
} from '@nuandeng/domain'
import {
  code,
  date,
  oneOf,
  optional,
  type Parsed,
  required,
  type ValuesOf,
  words,
} from '../imports/index.ts'

type Parse<T> = (text: string) => Parsed<T>

const fault = (code: string, message: string) => ({ fault: { code, message } })

/** Refuses what an export masked: it would overwrite what is known. */
function unmasked(parse: Parse<string>): Parse<string> {
  return (text) => (text.includes('**') ? fault('masked', '是脱敏后的内容，不能导入') : parse(text))
}

function amount(max: number, digits: 0 | 2): Parse<number> {
  const form = digits === 0 ? /^\d{1,7}$/ : /^\d{1,10}(\.\d{1,12})?$/
  return (text) => {
    const tidy = tidyCode(text)
      .replaceAll(',', '')
      .replace(/(千伏安|kva|千瓦|kw|眼|口)$/i, '')
    if (!form.test(tidy)) return fault('not-a-number', '应为数字')
    const value = Math.round(Number(tidy) * 10 ** digits) / 10 ** digits
    return value > max ? fault('out-of-range', `不应大于 ${max}`) : { value }
  }
}

function degrees(min: number, max: number): Parse<number> {
  return (text) => {
    const value = Number(halfWidth(text).replace(/[°度]$/, ''))
    if (!Number.isFinite(value)) return fault('not-a-number', '应为十进制度数')
    return value < min || value > max
      ? fault('out-of-range', `应在 ${min} 至 ${max} 之间`)
      : { value: Number(value.toFixed(7)) }
  }
}

/** Several in one cell, between 、，；or the like. */
function several(max: number, length: number): Parse<string[]> {
  const one = words(length)
  return (text) => {
    const parts = [...new Set(text.split(/[、，,;；|\n]/).map((part) => part.trim()))].filter(
      Boolean,
    )
    if (parts.length > max) return fault('too-many', `不超过 ${max} 个`)
    for (const part of parts) {
      const parsed = one(part)
      if ('fault' in parsed) return parsed
    }
    return { value: parts }
  }
}

/** Tags are open to all who see the file: what the protected store is for is refused (ADR 11). */
const openTags: Parse<string[]> = (text) => {
  const parsed = several(20, 30)(text)
  if (!('value' in parsed) || !parsed.value.some(tellsCareFlag)) return parsed
  return fault('care-word', '低保、独居等不作标签，请登记为关爱标识')
}

function months(): Parse<number[]> {
  return (text) => {
    const found = [...halfWidth(text).matchAll(/\d+/g)].map(Number)
    if (found.length === 0 || found.some((month) => month < 1 || month > 12))
      return fault('not-months', '应为月份，例：3、4、9')
    return { value: [...new Set(found)].sort((a, b) => a - b) }
  }
}

const yes: Parse<'yes' | 'no'> = oneOf({
  yes: ['是', '有', '已装', '1', '√'],
  no: ['否', '无', '未装', '0', '×'],
})

/** Telephones as people type them: blanks, full-width digits and hyphens of any kind are tidied. */
const phone: Parse<string> = (text) => {
  const tidy = tidyCode(text).replace(/[‐‑–—－()]/g, (sign) => ('()'.includes(sign) ? '' : '-'))
  return /^\+?\d[\d-]{4,19}$/.test(tidy) ? { value: tidy } : fault('wrong-form', '应为电话号码')
}

/** The columns (列) of a register of customers; an empty cell changes nothing. */
export const customerColumns = {
  accountNo: required(
    { title: '户号', synonyms: ['客户编号', '用户编号', '用电户号', '用户号', 'CONS_NO'] },
    code(/^[A-Za-z0-9-]{1,32}$/, '不超过 32 位的户号'),
  ),
  name: required(
    {
      title: '户名',
      synonyms: ['客户名称', '用户名称', '客户姓名', '姓名', '名称', 'CONS_NAME'],
    },
    unmasked(words(200)),
  ),
  address: optional(
    { title: '用电地址', synonyms: ['地址', '客户地址', '用户地址', '住址', 'ELEC_ADDR'] },
    unmasked(words(300)),
  ),
  unit: optional(
    {
      title: '供电单位',
      synonyms: ['供电所', '所属单位', '管理单位', '单位', '单位编码', '供电单位编码', 'ORG_NO'],
    },
    words(100),
  ),
  transformerArea: optional(
    { title: '台区', synonyms: ['台区名称', '所属台区', '台区编号', 'TG_NAME', 'TG_NO'] },
    words(100),
  ),
  customerClass: optional(
    { title: '客户分类', synonyms: ['三类客户', '客户类别', '客户类型'] },
    oneOf<CustomerClass>(CLASS_CODES),
  ),
  tags: optional({ title: '标签', synonyms: ['客户标签'] }, openTags),
  grade: optional(
    { title: '重要性等级', synonyms: ['重要等级', '重要用户等级', 'RRIO_CODE'] },
    oneOf<Grade>(GRADE_CODES),
  ),
  gradeDecidedBy: optional(
    { title: '认定部门', synonyms: ['认定单位', '批准部门', '批准单位'] },
    words(100),
  ),
  gradeDecidedOn: optional({ title: '认定日期', synonyms: ['批准日期', '认定时间'] }, date()),
  useCategory: optional(
    { title: '用电类别', synonyms: ['用电类别编码', '用电性质', 'ELEC_TYPE_CODE'] },
    oneOf<UseCategory>(USE_CATEGORY_CODES),
  ),
  voltage: optional(
    { title: '供电电压', synonyms: ['电压等级', '电压', 'VOLT_CODE'] },
    oneOf<Voltage>(VOLTAGE_CODES),
  ),
  capacityKva: optional(
    { title: '合同容量', synonyms: ['容量', '容量kVA', '合同容量kVA', 'CONTRACT_CAP'] },
    amount(9_999_999_999, 2),
  ),
  supplyArea: optional(
    { title: '城乡类别', synonyms: ['城乡标志', '城乡', 'urbanRuralFlag'] },
    oneOf<SupplyArea>(SUPPLY_AREA_CODES),
  ),
  status: optional(
    { title: '用户状态', synonyms: ['状态', '客户状态', 'STATUS', 'STATUS_CODE'] },
    oneOf<CustomerStatus>(STATUS_CODES),
  ),
  connectedOn: optional(CONNECTED_ON_COLUMN, date()),
  isTemporary: optional(TEMPORARY_COLUMN, oneOf<'yes' | 'no'>(TEMPORARY_CODES)),
  longitude: optional({ title: '经度', synonyms: ['lng', 'lon'] }, degrees(73, 136)),
  latitude: optional({ title: '纬度', synonyms: ['lat'] }, degrees(3, 54)),
  datum: optional(
    { title: '坐标系', synonyms: ['坐标系统', '基准'] },
    oneOf<'WGS-84' | 'GCJ-02'>({
      'WGS-84': ['WGS84', 'GPS'],
      'GCJ-02': ['GCJ02', '高德', '火星坐标'],
    }),
  ),
  contact: optional(
    { title: '联系人', synonyms: ['联系人姓名', '用电联系人'] },
    unmasked(words(60)),
  ),
  phone: optional(
    { title: '联系电话', synonyms: ['电话', '手机', '手机号', '手机号码', '移动电话'] },
    unmasked(phone),
  ),
  electrician: optional({ title: '值班电工', synonyms: ['电工姓名'] }, unmasked(words(60))),
  electricianPhone: optional({ title: '值班电工电话', synonyms: ['电工电话'] }, unmasked(phone)),
  licenceNo: optional({ title: '电工证号', synonyms: ['电工证编号'] }, unmasked(words(40))),
  licenceExpiresOn: optional(
    { title: '电工证有效期', synonyms: ['证件有效期', '电工证到期日期'] },
    date(),
  ),
  creditCode: optional(
    { title: '统一社会信用代码', synonyms: ['信用代码'] },
    code(/^[0-9A-Z]{15,18}$/, '15 至 18 位的统一社会信用代码'),
  ),
  sources: optional({ title: '供电电源', synonyms: ['电源', '电源线路'] }, several(8, 100)),
  securityLoadKw: optional({ title: '保安负荷', synonyms: ['保安负荷kW'] }, amount(10_000_000, 2)),
  ownSupplyKw: optional(
    { title: '自备应急电源', synonyms: ['自备电源', '自备电源容量', '自备应急电源kW'] },
    amount(10_000_000, 2),
  ),
  production: optional({ title: '生产计划', synonyms: ['生产情况'] }, words(2000)),
  expansionKva: optional(
    { title: '增容需求', synonyms: ['增容需求kVA', '计划增容'] },
    amount(10_000_000, 2),
  ),
  wells: optional({ title: '机井数', synonyms: ['机井', '机井数量'] }, amount(1_000_000, 0)),
  season: optional({ title: '用水月份', synonyms: ['灌溉月份', '灌溉季节'] }, months()),
  phases: optional(
    { title: '相数', synonyms: ['相别'] },
    oneOf<'1' | '3'>({ '1': ['单相'], '3': ['三相'] }),
  ),
  hasBreaker: optional({ title: '漏电保护器', synonyms: ['漏保', '有无漏保'] }, yes),
  wiringHazards: optional({ title: '线路隐患', synonyms: ['用电隐患', '危险点'] }, several(20, 60)),
  appliances: optional({ title: '主要电器', synonyms: ['电器'] }, several(50, 60)),
  verifiedOn: optional({ title: '核实日期', synonyms: ['核对日期', '建档日期'] }, date()),
  remark: optional({ title: '备注', synonyms: ['说明', '附注'] }, words(10_000)),
}

export type CustomerValues = ValuesOf<typeof customerColumns>
