import type { UnitKind } from './unit-kind.ts'

/** GB/T 2260 codes of the provincial divisions, first two digits, with their short names. */
const PROVINCES: Readonly<Record<string, string>> = {
  11: '北京',
  12: '天津',
  13: '河北',
  14: '山西',
  15: '内蒙古',
  21: '辽宁',
  22: '吉林',
  23: '黑龙江',
  31: '上海',
  32: '江苏',
  33: '浙江',
  34: '安徽',
  35: '福建',
  36: '江西',
  37: '山东',
  41: '河南',
  42: '湖北',
  43: '湖南',
  44: '广东',
  45: '广西',
  46: '海南',
  50: '重庆',
  51: '四川',
  52: '贵州',
  53: '云南',
  54: '西藏',
  61: '陕西',
  62: '甘肃',
  63: '青海',
  64: '宁夏',
  65: '新疆',
  71: '台湾',
  81: '香港',
  82: '澳门',
}

/** The short name of the province in which a division (行政区划) lies, by its code. */
export function provinceNameOf(divisionCode: string): string | undefined {
  return PROVINCES[divisionCode.slice(0, 2)]
}

/**
 * The level of unit that serves a division, by its statistical code: 410100 city, 410122 county,
 * 410122001 town → station, 410122001002 village → the level of 台区 and 班组 below the station.
 */
export function kindOfDivision(divisionCode: string): UnitKind | undefined {
  if (/^\d{2}0000$/.test(divisionCode)) return 'province'
  if (/^\d{4}00$/.test(divisionCode)) return 'city'
  if (/^\d{6}$/.test(divisionCode)) return 'county'
  if (/^\d{9}$/.test(divisionCode)) return 'station'
  return /^\d{12}$/.test(divisionCode) ? 'team' : undefined
}
