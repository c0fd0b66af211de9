import {
  declareClosureRoute,
  declareNoticeRoute,
  exportPublicBoardRoute,
  getCalendarRoute,
  getPublicBoardRoute,
  liftClosureRoute,
  listEditionsRoute,
} from '@nuandeng/contract'
import { serve, serveCall } from '../../platform/http.ts'
import { declareClosure, declareNotice, getCalendar, liftClosure } from './calendar.ts'
import { exportPublicBoard, getPublicBoard, listEditions } from './public-board.ts'

export { serveBoardPage } from './board-page.ts'
export { declareClosure } from './calendar.ts'
export { calendarAt, calendarFor } from './calendar-at.ts'
export {
  listClocks,
  listVerdicts,
  moveClocks,
  type StoredClock,
  setExempt,
  type VerdictRow,
} from './clock.queries.ts'
export { dueScanJob } from './due-scan.ts'
export { shippedRules } from './editions.ts'
export { escalate } from './escalate.ts'
export { listEscalations } from './escalation.queries.ts'
export { expectedClocks } from './expected-clocks.ts'
export {
  judgeRow,
  type ListColumns,
  parseListRules,
} from './judge-list.ts'
export { areOneFault, bindingEdition, editionNamed, floorEdition } from './known-editions.ts'
export { parseMoment } from './parse-moment.ts'
export { calendarJob } from './recompute.ts'
export { settleClocks } from './settle-clocks.ts'
export { noticeLimit, noticeRule, settleNotice } from './settle-notice.ts'
export { workingCalendar } from './working-calendar.ts'

export const commitmentRoutes = [
  serve(listEditionsRoute, listEditions),
  serve(getCalendarRoute, getCalendar),
  serve(declareClosureRoute, declareClosure),
  serve(liftClosureRoute, liftClosure),
  serve(declareNoticeRoute, declareNotice),
  serve(getPublicBoardRoute, getPublicBoard, { scope: 'system' }),
  serveCall(exportPublicBoardRoute, exportPublicBoard, { scope: 'system' }),
]
