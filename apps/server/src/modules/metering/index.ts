export { buildUsage } from './build-usage.ts'
export type { ReadingsProfile } from './reading-layout.ts'
export { ReadingsRefused } from './readings-refused.ts'
export { stageReadings } from './stage-readings.ts'
