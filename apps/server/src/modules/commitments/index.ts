export { parseEdition, shippedEditions, shippedRules } from './editions.ts'
export {
  judgeRow,
  type ListColumns,
  type ListRule,
  type ListYardstick,
  parseListRules,
} from './judge-list.ts'
export { parseMoment } from './parse-moment.ts'
export { workingCalendar } from './working-calendar.ts'
