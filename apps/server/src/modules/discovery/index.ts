export { findRules, parseRules, shippedEditionsOfRules } from './rules.ts'
export { type RuleRun, readFindings, runRules, stageRegister } from './run-rules.ts'
