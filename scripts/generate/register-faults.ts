// What makes a row of a register be refused: each with the code that the import must give it.
import type { MessyCell } from './cells.ts'
import { type Customer, HEADINGS, type Heading, type PlannedRow } from './register-shape.ts'

interface Fault {
  plant(customer: Customer, at: { names: ReadonlyMap<string, number> }): PlannedRow
}

/** One cell replaced. */
function spoilt(column: Heading, cell: MessyCell, code: string): Fault {
  return {
    plant: ({ cells }) => refused({ ...cells, [column]: cell }, column, code),
  }
}

function refused(cells: Customer['cells'], column: Heading | null, code: string): PlannedRow {
  const row = HEADINGS.map((heading) => cells[heading])
  return { cells: row, outcome: 'rejected', code, column }
}

const severalUnits: Fault = {
  plant({ cells }, { names }) {
    const [name] = [...names].find(([, count]) => count > 1) ?? []
    // In a small organisation no two stations share a name.
    return name
      ? refused({ ...cells, 供电所: name }, '供电所', 'several-units')
      : refused({ ...cells, 供电所: '没有的供电所' }, '供电所', 'unknown-unit')
  },
}

export const FAULTS: readonly Fault[] = [
  spoilt('客户编号', '', 'required'),
  spoilt('户 名（必填）', ' \u3000', 'required'),
  spoilt('客户编号', '户号不详？', 'wrong-form'),
  spoilt('用电类别', '888', 'unknown-value'),
  spoilt('城乡类别', '郊区', 'unknown-value'),
  spoilt('用户状态', '不明', 'unknown-value'),
  spoilt('供电所', '没有的供电所', 'unknown-unit'),
  severalUnits,
  spoilt('核实日期', '2011-02-30', 'not-a-date'),
  spoilt('核实日期', '去年', 'not-a-date'),
  spoilt('联系电话', '同上', 'wrong-form'),
  spoilt('联系电话', '138****0000', 'masked'),
  spoilt('户 名（必填）', '王**', 'masked'),
  spoilt('户 名（必填）', '长'.repeat(201), 'too-long'),
  spoilt('合同容量(kVA)', '约八千瓦', 'not-a-number'),
  spoilt('灌溉月份', '13月', 'not-months'),
  {
    plant: ({ cells }) =>
      refused({ ...cells, 认定部门: '示例县工信局', 认定日期: '' }, '认定日期', 'half-decision'),
  },
]
