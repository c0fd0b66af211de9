import {
  closeDayRoute,
  exportFieldRecordsRoute,
  getClosingRoute,
  getCurrentDayRoute,
  getDayBreakdownRoute,
  getDayTotalsRoute,
  getFieldRecordRoute,
  listDaysRoute,
  listFieldRecordsRoute,
  recordFieldworkBatchRoute,
  recordFieldworkRoute,
  revealContactRoute,
  watchDayRoute,
} from '@nuandeng/contract'
import { serve, serveCall } from '../../platform/http.ts'
import { closeDay } from './close-day.ts'
import { exportRecords } from './export-records.ts'
import { getClosing } from './get-closing.ts'
import { getDayBreakdown } from './get-day-breakdown.ts'
import { getDayTotals } from './get-day-totals.ts'
import { getCurrentDay, listActivityDays } from './list-days.ts'
import { getFieldRecord, listFieldRecords, revealContact } from './list-records.ts'
import { recordFieldwork, recordFieldworkBatch } from './record-fieldwork.ts'
import { watchDay } from './watch-day.ts'

export { recountDay, recountJob } from './recount.ts'
export { digestsOfRecords, findClosingFault } from './vouch.ts'

export const fieldworkRoutes = [
  serve(recordFieldworkRoute, recordFieldwork),
  serve(recordFieldworkBatchRoute, recordFieldworkBatch),
  // Before the single record, whose address would swallow it.
  serveCall(exportFieldRecordsRoute, exportRecords),
  serve(listFieldRecordsRoute, listFieldRecords),
  serve(getFieldRecordRoute, getFieldRecord),
  serve(revealContactRoute, revealContact),
  serve(getCurrentDayRoute, getCurrentDay),
  serve(listDaysRoute, listActivityDays),
  serve(getDayTotalsRoute, getDayTotals),
  serve(getDayBreakdownRoute, getDayBreakdown),
  serveCall(watchDayRoute, watchDay),
  serve(closeDayRoute, closeDay),
  serve(getClosingRoute, getClosing),
]
