import {
  exportEventsRoute,
  listChainsRoute,
  listEventsRoute,
  verifyChainRoute,
} from '@nuandeng/contract'
import { serve, serveCall } from '../../platform/http.ts'
import { exportEvents } from './export-events.ts'
import { listChains } from './list-chains.ts'
import { listEvents } from './list-events.ts'
import { verifyChain, verifyReached } from './verify-chain.ts'

export { type Ledger, sealJob, writeHeads } from './seal.ts'
export { listChainCodes, requireChain, type Verification } from './verify.ts'
export { verifyFromCommandLine } from './verify-chain.ts'

export const auditRoutes = [
  serve(listEventsRoute, listEvents),
  serveCall(exportEventsRoute, exportEvents),
  serve(listChainsRoute, listChains),
  serve(verifyChainRoute, verifyChain, { prepare: verifyReached }),
]
