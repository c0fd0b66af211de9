export { opinionTarget } from './opinion-target.ts'
