import { closeDayRoute, recordFieldworkBatchRoute, recordFieldworkRoute } from '@nuandeng/contract'
import { serve } from '../../platform/http.ts'
import { closeDay } from './close-day.ts'
import { recordFieldwork, recordFieldworkBatch } from './record-fieldwork.ts'

export { recountDay, recountJob } from './recount.ts'

export const fieldworkRoutes = [
  serve(recordFieldworkRoute, recordFieldwork),
  serve(recordFieldworkBatchRoute, recordFieldworkBatch),
  serve(closeDayRoute, closeDay),
]
