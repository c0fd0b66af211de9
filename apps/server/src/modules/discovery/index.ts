export { discoverFiles, formatOf, writeFindings } from './discover.ts'
export { explainCustomer } from './discover-explain.ts'
export { findRules } from './rules.ts'
