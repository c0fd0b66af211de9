import type { SupplyArea } from '../commitments/edition.ts'

/**
 * Values of a customer, each with the words and the codes of the SG186 marketing system that mean it: the
 * first word is the one shown.
 */
export const GRADE_CODES = {
  special: ['特级', '特级重要', '特级用户', '特级重要用户'],
  first: ['一级', '一级重要', '一级用户', '一级重要用户', '1级'],
  second: ['二级', '二级重要', '二级用户', '二级重要用户', '2级'],
  temporary: ['临时性', '临时', '临时性重要', '临时性重要用户'],
} as const
/** Importance grade (重要性等级) after GB/T 29328. */
export type Grade = keyof typeof GRADE_CODES
export const GRADES = Object.keys(GRADE_CODES) as Grade[]

/** Supply area (城乡类别): selects the limit of arrival. */
export const SUPPLY_AREA_CODES = {
  urban: ['城市', '城区', '城镇', '市区'],
  rural: ['农村', '乡村'],
  remote: ['特殊边远地区', '特殊边远', '边远', '边远地区'],
} as const satisfies Record<SupplyArea, readonly string[]>

export const STATUS_CODES = {
  normal: ['正常', '正常用电', '在用'],
  new: ['当前新装', '新装'],
  changing: ['当前变更', '变更'],
  closed: ['已销户', '销户'],
} as const
export type CustomerStatus = keyof typeof STATUS_CODES
export const CUSTOMER_STATUSES = Object.keys(STATUS_CODES) as CustomerStatus[]

/** Yes and no as lists write them. */
export const YES_NO_CODES = {
  yes: ['是', '有', '1', 'y', 'true', '√'],
  no: ['否', '无', '0', 'n', 'false', '×'],
} as const

/** 临时用电标志, with its codes of SG186. */
export const TEMPORARY_CODES = {
  yes: [...YES_NO_CODES.yes, '01', '02', '临时', '装表临时', '无表临时'],
  no: [...YES_NO_CODES.no, '03', '非临时'],
} as const

/** 停电标志, with its codes of SG186. */
export const CUT_CODES = {
  yes: [...YES_NO_CODES.yes, '01', '已停电', '停电'],
  no: [...YES_NO_CODES.no, '02', '未停电'],
} as const

/** What the columns of a register are called that tell since when and whether for a time only it is supplied. */
export const CONNECTED_ON_COLUMN = {
  title: '立户日期',
  synonyms: ['送电日期', '装表日期', 'connected_on', 'build_date'],
} as const
export const TEMPORARY_COLUMN = {
  title: '临时用电标志',
  synonyms: ['临时用电', 'tmp_flag', 'is_temporary'],
} as const

export const CLASS_CODES = {
  A: ['A类', '高危重要', '高危', '重要', '高危重要客户', '重要客户'],
  B: ['B类', '重点', '重点客户'],
  C1: ['C1类', '农业生产', '农业', '农业生产客户'],
  C2: ['C2类', '城乡居民', '居民', '居民客户', '城乡居民客户'],
} as const

/** Voltage at which a customer is supplied; of several the highest (VOLT_CODE). */
export const VOLTAGE_CODES = {
  '220V': ['交流220V', '0.22kV', '单相220V'],
  '380V': ['交流380V', '0.38kV', '0.4kV', '三相380V'],
  '6kV': ['交流6kV'],
  '10kV': ['交流10kV', '10千伏'],
  '35kV': ['交流35kV', '35千伏'],
  '110kV': ['交流110kV', '110千伏'],
  '220kV': ['交流220kV', '220千伏'],
  '500kV': ['交流500kV', '500千伏'],
} as const
export type Voltage = keyof typeof VOLTAGE_CODES
export const VOLTAGES = Object.keys(VOLTAGE_CODES) as Voltage[]

/** Use categories (用电类别, ELEC_TYPE_CODE) of SG186, each with its words. */
export const USE_CATEGORY_CODES = {
  100: ['大工业用电', '大工业'],
  101: ['中小化肥'],
  200: ['居民生活用电', '居民生活'],
  201: ['乡村居民生活用电', '乡村居民'],
  202: ['城镇居民生活用电', '城镇居民'],
  203: ['中小学教学用电', '中小学教学'],
  300: ['农业生产用电', '农业生产'],
  301: ['农业排灌'],
  302: ['贫困县农业排灌用电', '贫困县排灌'],
  400: ['一般工商业'],
  401: ['非居民照明'],
  402: ['非工业'],
  403: ['普通工业'],
  405: ['商业用电', '商业'],
  500: ['趸售'],
  800: ['分布式', '分布式电源'],
  900: ['其它用电', '其他', '其它'],
} as const
export type UseCategory = `${keyof typeof USE_CATEGORY_CODES}`
export const USE_CATEGORIES = Object.keys(USE_CATEGORY_CODES) as UseCategory[]

/** The class that a use category settles by itself; important and key customers are named by people. */
export function classOfUse(category: UseCategory | null): 'C1' | 'C2' | null {
  if (category === null) return null
  if (category.startsWith('3')) return 'C1'
  return category.startsWith('20') && category !== '203' ? 'C2' : null
}

export const PERSON_ROLES = [
  'contact',
  'decision-maker',
  'duty-electrician',
  'village-electrician',
] as const
/**
 * What somebody is to a customer (联系人). Kin and village contacts are none of these: they are named on their own
 * consent, in the protected store alone (docs/adr/0020-kin-and-opinions.md).
 */
export type PersonRole = (typeof PERSON_ROLES)[number]

export const SPECIAL_PLACE_KINDS = [
  'nursing-home',
  'deaf-school',
  'special-school',
  'welfare-home',
  'other',
] as const
/** 敬老院, 聋哑学校, 特殊教育学校, 福利院. */
export type SpecialPlaceKind = (typeof SPECIAL_PLACE_KINDS)[number]

/** By what a timeline of a customer (大事记) can be filtered. */
export const TIMELINE_GROUPS = [
  'event',
  'visit',
  'transaction',
  'opinion',
  'need',
  'hazard',
  'request',
] as const
export type TimelineGroup = (typeof TIMELINE_GROUPS)[number]
