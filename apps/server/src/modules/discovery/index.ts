import {
  acceptSignalRoute,
  approveImpactRoute,
  dismissSignalRoute,
  exportSignalsRoute,
  getSignalOverviewRoute,
  getSignalRoute,
  getTrackRecordRoute,
  listDiscoveryRulesRoute,
  listRuleRunsRoute,
  listSignalsRoute,
  recordCheckRoute,
  recordVerdictRoute,
  reopenSignalRoute,
  startRuleRunRoute,
  withdrawImpactRoute,
  writeImpactRoute,
} from '@nuandeng/contract'
import { serve, serveCall } from '../../platform/http.ts'
import { approveImpact, withdrawImpact, writeImpact } from './assess-impact.ts'
import { acceptSignal, dismissSignal, reopenSignal } from './decide-signal.ts'
import { exportSignals } from './export-signals.ts'
import { getSignal } from './get-signal.ts'
import { listDiscoveryRules } from './list-discovery-rules.ts'
import { listSignals } from './list-signals.ts'
import { recordCheck, recordVerdict } from './record-verdict.ts'
import { getSignalOverview } from './signal-overview.ts'
import { listRuleRunsInReach, startRuleRun } from './signal-runs.ts'
import { getTrackRecord } from './track-record.ts'

export { approveImpact, writeImpact } from './assess-impact.ts'
export { acceptSignal, dismissSignal } from './decide-signal.ts'
export { discoverFiles, formatOf, writeFindings } from './discover.ts'
export { explainCustomer } from './discover-explain.ts'
export { forgetUnwatchedJob } from './forget-unwatched.ts'
export { recordCheck, recordVerdict } from './record-verdict.ts'
export { findRules } from './rules.ts'
export { startRuleRun } from './signal-runs.ts'
export { ruleRunJob, workOffRules } from './work-rule-run.ts'

export const discoveryRoutes = [
  serve(listSignalsRoute, listSignals),
  // Before the single signal, whose address would swallow it.
  serveCall(exportSignalsRoute, exportSignals),
  serveCall(getSignalRoute, getSignal),
  serve(acceptSignalRoute, acceptSignal),
  serve(dismissSignalRoute, dismissSignal),
  serve(reopenSignalRoute, reopenSignal),
  serve(recordVerdictRoute, recordVerdict),
  serve(recordCheckRoute, recordCheck),
  serve(getTrackRecordRoute, getTrackRecord),
  serve(getSignalOverviewRoute, getSignalOverview),
  serve(listDiscoveryRulesRoute, listDiscoveryRules),
  serve(writeImpactRoute, writeImpact),
  serve(approveImpactRoute, approveImpact),
  serve(withdrawImpactRoute, withdrawImpact),
  serve(startRuleRunRoute, startRuleRun),
  serve(listRuleRunsRoute, listRuleRunsInReach),
]
