// The shape of a register's rows.
import type { MessyCell, MessyRow } from './cells.ts'

/** Headings as such lists have them: another order, notes in brackets, blanks, columns of no use. */
export const HEADINGS = [
  '序号',
  '客户编号',
  '户 名（必填）',
  '用电地址',
  '供电所',
  '台区名称',
  '用电类别',
  '电压等级',
  '合同容量(kVA)',
  '城乡类别',
  '客户分类',
  '重要等级',
  '认定部门',
  '认定日期',
  '联系人',
  '联系电话',
  '用户状态',
  '核实日期',
  '机井数',
  '灌溉月份',
  '相别',
  '漏保',
  '抄表段',
  '备注',
] as const
export type Heading = (typeof HEADINGS)[number]

export type Outcome = 'imported' | 'unchanged' | 'rejected'

export interface PlannedRow extends MessyRow {
  outcome: Outcome
  /** Why it is refused, and in which column; null when the row as a whole is. */
  code?: string
  column?: Heading | null
}

/** What a row holds before it is written the messy way. */
export interface Customer {
  cells: Record<Heading, MessyCell>
}
