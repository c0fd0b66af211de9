export { shippedRules } from './editions.ts'
export {
  judgeRow,
  type ListColumns,
  parseListRules,
} from './judge-list.ts'
export { parseMoment } from './parse-moment.ts'
export { workingCalendar } from './working-calendar.ts'
