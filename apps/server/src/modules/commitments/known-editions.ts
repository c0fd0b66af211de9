import {
  type ClockRule,
  type Edition,
  editionOn,
  isClock,
  isSameFault,
  shanghaiDate,
} from '@nuandeng/domain'
import { shippedEditions } from './editions.ts'

/** The series of promises that binds requests. */
const SERIES = 'sgcc-ten-commitments'
const FLOOR_SERIES = 'regulatory-floor'

let known: Edition[] | undefined
/** Every edition, read once. */
export function editions(): readonly Edition[] {
  known ??= shippedEditions()
  return known
}

/** The edition that binds what was accepted then (trap 1); undefined before the first one. */
export function bindingEdition(acceptedAt: Date): Edition | undefined {
  return editionOn(editions(), SERIES, shanghaiDate(acceptedAt))
}

/** The edition of the regulatory floor in force then: a text beside the promises, never on the board. */
export function floorEdition(acceptedAt: Date): Edition | undefined {
  return editionOn(editions(), FLOOR_SERIES, shanghaiDate(acceptedAt))
}

export function editionNamed(name: string): Edition {
  const found = editions().find(({ edition }) => edition === name)
  if (!found) throw new Error(`the edition ${name} is gone`)
  return found
}

export const isFloor = (edition: string): boolean => editionNamed(edition).series === FLOOR_SERIES

/** A clock row of an edition by its name. */
export function clockRuleOf(edition: string, row: string): ClockRule {
  const found = editionNamed(edition).rules.find((rule) => rule.row === row)
  if (!found || !isClock(found)) throw new Error(`the edition ${edition} has no clock ${row}`)
  return found
}

interface TextRow {
  edition: string
  ruleRow: string
}

/** Whether two broken limits are one fault: a promise and the floor about the same thing, or one and the same row. */
export function areOneFault(one: TextRow, other: TextRow): boolean {
  if (one.edition === other.edition) return one.ruleRow === other.ruleRow
  const ruleOf = ({ edition, ruleRow }: TextRow) => clockRuleOf(edition, ruleRow)
  return isSameFault(ruleOf(one), ruleOf(other))
}
