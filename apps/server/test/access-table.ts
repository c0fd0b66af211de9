import type { contract, OperationName } from '@nuandeng/contract'
import { assuranceRows } from './access-assurance.ts'
import { careRows } from './access-care.ts'
import { customersRows } from './access-customers.ts'
import { discoveryRows } from './access-discovery.ts'
import { meteringRows } from './access-metering.ts'
import { mobileRows } from './access-mobile.ts'
import { ownershipRows } from './access-ownership.ts'
import { requestsRows } from './access-requests.ts'
import {
  ABOVE,
  AUDIT,
  EVERYWHERE,
  HEADS,
  IMPORTERS,
  LINE,
  listed,
  OFFICE,
  PERSONNEL,
  type Row,
  SECURITY,
  SELF,
  SYSTEM,
  UP,
  VIEWERS,
  VISITORS,
  WORKERS,
} from './access-row.ts'
import { REASON, TODAY } from './access-subjects.ts'

/**
 * One row for every operation. Roles and places are written out here and not taken from
 * `ROLE_PERMISSIONS`: a permission given by mistake has to disagree with something.
 */
export const accessTable = {
  ...careRows,
  ...customersRows,
  ...requestsRows,
  ...mobileRows,
  ...ownershipRows,
  ...meteringRows,
  ...assuranceRows,
  ...discoveryRows,
  listUnits: {
    may: 'signed-in',
    from: EVERYWHERE,
    of: ({ station, county }) => listed(station.unitId, { parentId: county.unitId }),
  },
  getUnit: { may: 'signed-in', from: EVERYWHERE, of: ({ station }) => station },
  createUnit: { may: SYSTEM, from: UP, of: (make) => make.aNewTeam() },
  renameUnit: {
    may: SYSTEM,
    from: UP,
    of: (make) => make.aTeam({ name: '新名', validFrom: TODAY }),
  },
  mergeUnit: {
    may: SYSTEM,
    from: UP,
    of: async (make) => make.aTeam({ intoUnitId: (await make.aTeam({})).unitId, mergedOn: TODAY }),
  },
  closeUnit: {
    may: SYSTEM,
    from: UP,
    of: (make) => make.aTeam({ closedOn: TODAY, reason: REASON }),
  },

  listPeople: {
    may: PERSONNEL,
    from: UP,
    of: async (make) => {
      const { personId } = await make.aColleague({})
      return listed(personId, { search: personId.slice(-12) })
    },
  },
  getPerson: { may: PERSONNEL, from: UP, of: (make) => make.aColleague({}) },
  createPerson: { may: SYSTEM, from: UP, of: (make) => make.aNewcomer() },
  editPerson: { may: SYSTEM, from: UP, of: (make) => make.aColleague({ name: '新名' }) },
  revealPerson: { may: HEADS, from: UP, of: (make) => make.aColleague({ purpose: REASON }) },
  grantRole: { may: SECURITY, from: UP, of: (make) => make.aColleague(make.aNewRole()) },
  endRole: { may: SECURITY, from: UP, of: (make) => make.aRole({ reason: REASON }) },
  unlockPerson: { may: SECURITY, from: UP, of: (make) => make.aColleague({ reason: REASON }) },
  deactivatePerson: { may: SECURITY, from: UP, of: (make) => make.aColleague({ reason: REASON }) },
  resetSignIn: {
    may: SECURITY,
    from: UP,
    of: (make) => make.aColleague({ firstPassword: 'Xin-deng-2011!', reason: REASON }),
  },
  listSessions: { may: SECURITY, from: UP, of: (make) => make.aColleague({}) },
  revokeSession: { may: SECURITY, from: UP, of: (make) => make.aSession() },

  listDisplays: {
    may: OFFICE,
    from: UP,
    of: async (make) => listed((await make.aDisplay()).displayId, {}),
  },
  createDisplay: { may: OFFICE, from: UP, of: (make) => make.aNewDisplay() },
  revokeDisplay: { may: OFFICE, from: UP, of: (make) => make.aDisplay() },
  signInDisplay: { may: 'anybody', from: SELF, of: (make) => make.aDisplay() },

  signIn: { may: 'anybody', from: SELF, of: (make, caller) => make.passwordOf(caller, {}) },
  signInOptions: { may: 'anybody', from: SELF, of: () => ({}) },
  // No identity provider is set up here: the way there is closed to all alike.
  startOidc: { may: 'anybody', from: SELF, answer: 404, of: () => ({}) },
  finishOidc: { may: 'anybody', from: SELF, answer: 404, of: () => ({}) },
  getMe: { may: 'signed-in', from: SELF, of: () => ({}) },
  signOut: { may: 'signed-in', from: SELF, of: () => ({}) },
  listMySessions: { may: 'signed-in', from: SELF, of: () => ({}) },
  revokeMySession: { may: 'signed-in', from: SELF, of: (make, caller) => make.aSessionOf(caller) },
  changePassword: {
    may: 'signed-in',
    from: SELF,
    of: (make, caller) => make.passwordOf(caller, { newPassword: 'Xin-deng-2011!' }),
  },
  startTotp: { may: 'signed-in', from: SELF, of: (make, caller) => make.passwordOf(caller, {}) },
  confirmTotp: { may: 'signed-in', from: SELF, of: (make, caller) => make.totpOf(caller) },
  removeTotp: {
    may: 'signed-in',
    from: SELF,
    of: (make, caller) => make.passwordOf(caller, { totp: '000000' }),
  },

  listCampaigns: {
    may: WORKERS,
    from: LINE,
    of: async (make) => listed((await make.aCampaign({})).campaignId, { limit: 200 }),
  },
  getCampaign: { may: WORKERS, from: LINE, of: (make) => make.aCampaign({}) },
  createCampaign: { may: OFFICE, from: UP, of: (make) => make.aNewCampaign() },
  editCampaign: { may: OFFICE, from: UP, of: (make) => make.aDraft(make.campaignContent()) },
  getCampaignReach: { may: OFFICE, from: UP, of: (make) => make.aDraft({}) },
  publishCampaign: { may: OFFICE, from: UP, of: (make) => make.aDraft({}) },
  closeCampaign: { may: OFFICE, from: UP, of: (make) => make.aCampaign({}) },
  copyCampaign: { may: OFFICE, from: UP, of: (make) => make.aCampaign(make.aCopy()) },
  listPlans: {
    may: WORKERS,
    from: UP,
    of: async (make) => {
      const { planId, campaignId } = await make.aPlan({})
      return listed(planId, { campaignId })
    },
  },
  getPlan: { may: WORKERS, from: UP, of: (make) => make.aPlan({}) },
  savePlan: { may: HEADS, from: UP, of: (make) => make.aPlan(make.planContent()) },
  filePlan: { may: HEADS, from: UP, of: (make) => make.aPlan({}) },
  approvePlan: { may: OFFICE, from: ABOVE, of: (make) => make.aFiledPlan({}) },
  returnPlan: { may: OFFICE, from: ABOVE, of: (make) => make.aFiledPlan({ reason: REASON }) },
  getReadiness: {
    may: WORKERS,
    from: UP,
    of: ({ aPlan, station: { unitId } }) => aPlan({ unitId }),
  },
  exportMissing: {
    may: WORKERS,
    from: UP,
    of: ({ aPlan, station: { unitId } }) => aPlan({ unitId, format: 'csv' }),
  },

  recordFieldwork: {
    may: WORKERS,
    from: UP,
    refusal: 'unit-out-of-reach',
    of: async (make) => ({ record: await make.aNewRecord() }),
  },
  recordFieldworkBatch: {
    may: WORKERS,
    from: UP,
    of: async (make) => listed('"isRepeat":false', { records: [await make.aNewRecord()] }),
  },
  listFieldRecords: {
    may: WORKERS,
    from: UP,
    of: async (make) => {
      const { recordId, campaignId } = await make.aRecord({})
      return listed(recordId, { campaignId })
    },
  },
  getFieldRecord: { may: WORKERS, from: UP, of: (make) => make.aRecord({}) },
  revealContact: { may: VISITORS, from: UP, of: (make) => make.aRecord({ purpose: REASON }) },
  exportFieldRecords: {
    may: HEADS,
    from: UP,
    of: async (make) => {
      const { recordId, campaignId } = await make.aRecord({})
      return listed(recordId, { campaignId, format: 'csv' })
    },
  },
  getDayTotals: { may: VIEWERS, from: UP, of: (make) => make.aDay() },
  getDayBreakdown: { may: VIEWERS, from: UP, of: (make) => make.aDay() },
  watchDay: { may: VIEWERS, from: UP, of: (make) => make.aDay() },
  listDays: { may: VIEWERS, from: LINE, of: (make) => make.aCampaign({}) },
  closeDay: { may: OFFICE, from: UP, of: (make) => make.aCampaign({}) },
  getClosing: { may: VIEWERS, from: UP, of: (make) => make.aClosedDay() },
  getCurrentDay: {
    may: VIEWERS,
    from: LINE,
    of: async (make) => listed((await make.aNewestCampaign()).campaignId, {}),
  },

  listEditions: { may: 'anybody', from: SELF, of: () => ({}) },
  getPublicBoard: { may: 'anybody', from: SELF, of: () => ({ month: '2011-10' }) },
  exportPublicBoard: { may: 'anybody', from: SELF, of: () => ({ month: '2011-10' }) },

  getCalendar: {
    may: WORKERS,
    from: LINE,
    of: async (make) => listed((await make.aClosure({})).closureId, { year: 2012 }),
  },
  declareClosure: { may: OFFICE, from: UP, of: (make) => make.aNewClosure() },
  liftClosure: { may: OFFICE, from: UP, of: (make) => make.aClosure({ reason: REASON }) },
  // The notice is of the whole country: nobody at a city or below enters it.
  declareNotice: {
    may: OFFICE,
    from: [],
    of: () => ({ year: 2027, daysOff: ['2027-01-01'], makeUpDays: [], source: REASON }),
  },

  listEvents: {
    may: AUDIT,
    from: UP,
    of: async (make) => {
      const { displayId } = await make.aDisplay()
      return listed('display.created', { subjectId: displayId })
    },
  },
  exportEvents: {
    may: AUDIT,
    from: UP,
    of: async (make) => {
      const { displayId } = await make.aDisplay()
      return listed('display.created', { subjectId: displayId, format: 'csv' })
    },
  },
  // The list is one of opinions: who imports something else is refused, as its target has its own permission.
  listImportTargets: {
    may: [...IMPORTERS, 'system-admin', 'care-officer'],
    from: EVERYWHERE,
    of: () => listed('"target":"', {}),
  },
  uploadImportFile: { may: IMPORTERS, from: UP, of: (make) => make.aNewList() },
  readImportFile: { may: IMPORTERS, from: UP, of: (make) => make.aList({}) },
  eraseImportFile: { may: IMPORTERS, from: UP, of: (make) => make.aList({}) },
  listImportProfiles: {
    may: IMPORTERS,
    from: UP,
    of: async (make) => listed((await make.aProfile({})).profileId, { target: 'opinions' }),
  },
  saveImportProfile: { may: IMPORTERS, from: UP, of: (make) => make.aNewProfile() },
  deleteImportProfile: { may: IMPORTERS, from: UP, of: (make) => make.aProfile({}) },
  startImport: {
    may: IMPORTERS,
    from: UP,
    of: async (make) => ({ ...make.aNewRun(), ...(await make.aList({})) }),
  },
  listImportRuns: {
    may: IMPORTERS,
    from: UP,
    of: async (make) => listed((await make.aRun({})).runId, { target: 'opinions' }),
  },
  getImportRun: { may: IMPORTERS, from: UP, of: (make) => make.aRun({}) },
  stopImport: { may: IMPORTERS, from: UP, of: (make) => make.aRun({}) },
  resumeImport: { may: IMPORTERS, from: UP, of: (make) => make.aStoppedRun({}) },
  downloadImportErrors: { may: IMPORTERS, from: UP, of: (make) => make.aRunWithErrors({}) },

  // A chain is a whole city's.
  listChains: {
    may: AUDIT,
    from: ['city'],
    of: ({ station }) => listed(`"cityCode":"${station.cityCode}"`, {}),
  },
  verifyChain: { may: AUDIT, from: ['city'], of: ({ station: { cityCode } }) => ({ cityCode }) },
} satisfies { [Name in OperationName]: Row<(typeof contract)[Name]> }
