import type { NamedColumn } from '../imports/column-guess.ts'

/** What the columns of a file of readings are called (抄表数据). */
export const READING_COLUMNS = {
  account: {
    title: '户号',
    synonyms: [
      ...['客户编号', '用户编号', '用户号', '户名编号', '总户号', '用电户号', '电能表号', '表号'],
      ...['CONS_NO', 'account_no', 'customer_id', 'customer', 'meter_id', 'meter', 'user_id', 'id'],
    ],
  },
  month: {
    title: '月份',
    synonyms: ['年月', '电费年月', '用电月份', '抄表月份', '账期', 'YM', 'year_month', 'period'],
  },
  time: {
    title: '日期',
    synonyms: [
      ...[
        '数据日期',
        '用电日期',
        '抄表日期',
        '时间',
        '数据时间',
        '抄表时间',
        'date',
        'day',
        'DATA_DATE',
      ],
      ...['timestamp', 'datetime', 'reading_at', 'read_at'],
    ],
  },
  /** First and last day that the reading covers, both of them within. */
  from: { title: '起始日期', synonyms: ['开始日期', '起日', 'from_day', 'start_date', 'begin'] },
  to: {
    title: '终止日期',
    synonyms: ['结束日期', '截止日期', '止日', 'to_day', 'end_date', 'end'],
  },
  /** Over how many months one reading goes: 2 where meters are read every second month. */
  months: { title: '抄表周期', synonyms: ['抄表周期月', '月数', 'cycle', 'cycle_months'] },
  used: {
    title: '电量',
    synonyms: [
      ...['用电量', '总电量', '有功总电量', '日电量', '月电量', '本期电量', '抄见电量', '计费电量'],
      ...['kwh', 'used_kwh', 'usage', 'consumption', 'energy', 'value', 'T_PQ', 'reading'],
    ],
  },
  /** What the meter shows; what was used is the difference to the look before, times the factor. */
  register: {
    title: '示数',
    synonyms: ['本次示数', '止码', '表码', '抄表示数', '正向有功总', '正向有功总示数', 'register'],
  },
  factor: { title: '倍率', synonyms: ['综合倍率', 'multiplier', 'factor'] },
} as const satisfies Record<string, NamedColumn>
export type ReadingField = keyof typeof READING_COLUMNS

/** Cells that say that nothing was read (未抄); never the same as nought. */
const UNREAD = [
  '',
  '未抄',
  '漏抄',
  '缺抄',
  '无',
  '缺',
  '-',
  '--',
  '—',
  '/',
  '\\N',
  'null',
  'na',
  'n/a',
  'nan',
]
export const UNREAD_CELLS: readonly string[] = UNREAD
