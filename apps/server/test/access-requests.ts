import { CREWS, HEADS, listed, OFFICE, type Rows, SELF, UP, WORKERS } from './access-row.ts'
import { REASON } from './access-subjects.ts'

/** The rows of requests, new supplies, outages and arrears. */
export const requestsRows = {
  acceptRequest: { may: WORKERS, from: UP, of: (make) => make.aNewRequest() },
  findDuplicateRequests: {
    may: WORKERS,
    from: UP,
    of: async (make) => {
      const { requestId, accountNo } = await make.anAccountsRequest()
      return listed(requestId, { kind: 'fault', accountNo })
    },
  },
  listRequests: {
    may: WORKERS,
    from: UP,
    of: async (make) => {
      const { requestId, accountNo } = await make.anAccountsRequest()
      return listed(requestId, { accountNo })
    },
  },
  exportRequests: {
    may: HEADS,
    from: UP,
    of: async (make) => {
      const { requestId, accountNo } = await make.anAccountsRequest()
      return listed(requestId.slice(-6).toUpperCase(), { accountNo, format: 'csv' })
    },
  },
  previewClocks: {
    may: WORKERS,
    from: UP,
    of: ({ station: { unitId } }) => ({ unitId, kind: 'complaint', subkind: 'service' }),
  },
  listPipeline: {
    may: WORKERS,
    from: UP,
    of: async (make) => listed((await make.aNewSupply()).requestId, {}),
  },
  listMyWork: { may: WORKERS, from: SELF, of: () => ({}) },
  listOwners: { may: HEADS, from: UP, of: (make) => make.aRequest({}) },
  getRequest: { may: WORKERS, from: UP, of: (make) => make.aRequest({}) },
  getSupervisorBoard: {
    may: OFFICE,
    from: UP,
    of: ({ station: { unitId } }) => ({ unitId }),
  },
  assignRequest: { may: HEADS, from: UP, of: (make) => make.aRequest(make.anOwner()) },
  transferRequest: {
    may: HEADS,
    from: UP,
    of: (make) => make.aRequest({ unitId: make.county.unitId, reason: REASON }),
  },
  takeStep: {
    may: WORKERS,
    from: UP,
    of: (make) => make.anAssignedRequest(make.aStep()),
  },
  correctStep: { may: OFFICE, from: UP, of: (make) => make.aStepToCorrect() },
  chaseRequest: {
    may: WORKERS,
    from: UP,
    of: (make) => make.aRequest({ content: REASON }),
  },
  pauseRequest: {
    may: WORKERS,
    from: UP,
    of: (make) => make.anAssignedRequest(make.aPause()),
  },
  resumeRequest: { may: WORKERS, from: UP, of: (make) => make.aPausedRequest({}) },
  reclassifyRequest: {
    may: OFFICE,
    from: UP,
    of: (make) => make.aRequest({ kind: 'opinion', reason: REASON }),
  },
  exemptClock: {
    may: OFFICE,
    from: UP,
    of: (make) =>
      make.aRequest({ row: '2-urban', round: 1, reason: 'force-majeure', evidence: REASON }),
  },
  withdrawRequest: {
    may: WORKERS,
    from: UP,
    of: (make) => make.aRequest({ reason: REASON }),
  },
  closeRequest: { may: HEADS, from: UP, of: (make) => make.aDoneRequest({}) },
  reopenRequest: {
    may: OFFICE,
    from: UP,
    of: (make) => make.aDoneRequest({ ...make.anotherOwner(), reason: REASON }),
  },
  getCallBackRules: { may: WORKERS, from: UP, of: ({ station: { unitId } }) => ({ unitId }) },
  setCallBackRules: {
    may: OFFICE,
    from: UP,
    of: ({ station: { unitId } }) => ({
      unitId,
      attempts: 3,
      hoursApart: 2,
      quietHours: [[21, 8]],
    }),
  },
  recordCallBack: {
    may: WORKERS,
    from: UP,
    of: (make) => make.aDoneRequest({ callBackId: make.anId() }),
  },
  revealRequestContact: {
    may: WORKERS,
    from: UP,
    of: (make) => make.aRequest({ purpose: REASON }),
  },
  unsealReporter: {
    may: OFFICE,
    from: UP,
    of: (make) => make.aSealedRequest({ purpose: REASON }),
  },

  getSupplyFile: { may: WORKERS, from: UP, of: (make) => make.aSupply({}) },
  discloseMaterials: {
    may: WORKERS,
    from: UP,
    of: (make) => make.aSupply({ materials: [REASON] }),
  },
  recordReturnTrip: {
    may: WORKERS,
    from: UP,
    of: (make) => make.aSupply({ missing: REASON }),
  },
  askGreenChannel: {
    may: WORKERS,
    from: UP,
    of: (make) => make.aSupply(make.aGreenReason()),
  },
  approveGreenChannel: { may: OFFICE, from: UP, of: (make) => make.aGreenSupply({}) },
  signContract: {
    may: WORKERS,
    from: UP,
    of: (make) => make.aSupply({ promisedOn: '2012-01-01', penalty: REASON, responsible: REASON }),
  },
  listOutages: {
    may: WORKERS,
    from: UP,
    of: async (make) => listed((await make.anOutage({})).outageId, { limit: 200 }),
  },
  planOutage: { may: OFFICE, from: UP, of: (make) => make.aNewOutage() },
  publishOutage: {
    may: OFFICE,
    from: UP,
    of: (make) => make.anOutage({ proof: { channel: 'website', reference: REASON } }),
  },
  moveOutage: {
    may: OFFICE,
    from: UP,
    of: (make) => make.anOutage({ ...make.outageTimes(), reason: REASON }),
  },
  extendOutage: {
    may: OFFICE,
    from: UP,
    of: (make) => make.aBegunOutage({ endsAt: '2011-11-02T12:00:00+08:00', reason: REASON }),
  },
  followOutage: {
    may: OFFICE,
    from: UP,
    of: (make) => make.anOutage({ what: 'cancel' }),
  },
  listArrears: {
    may: CREWS,
    from: UP,
    of: async (make) => listed((await make.anArrearsCase({})).caseId, { limit: 200 }),
  },
  openArrears: { may: CREWS, from: UP, of: (make) => make.aNewArrearsCase() },
  approveStop: { may: HEADS, from: UP, of: (make) => make.anUrgedCase() },
  deliverStopNotice: { may: CREWS, from: UP, of: (make) => make.aStopNotice() },
  followArrears: {
    may: CREWS,
    from: UP,
    of: (make) => make.anArrearsCase({ what: 'urge' }),
  },
  recordPayment: {
    may: CREWS,
    from: UP,
    of: (make) =>
      make.anArrearsCase({ amountFen: 1, reconnectionId: make.anId(), stepId: make.anId() }),
  },
} satisfies Rows
