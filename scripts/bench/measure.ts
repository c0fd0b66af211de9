// What a piece of work in this process took: time, processor time of all its threads, and memory at the most.
import { readFileSync, writeFileSync } from 'node:fs'

export interface Measured {
  seconds: number
  cpuSeconds: number
  /** Of the whole process, Node itself within; undefined where the system does not tell. */
  peakMb: number | undefined
}

export async function measure<T>(work: () => Promise<T>): Promise<{ result: T; took: Measured }> {
  forgetPeak()
  const startedAt = performance.now()
  const cpu = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (performance.now() - startedAt) / 1000
  return { result, took: { seconds, cpuSeconds: (user + system) / 1e6, peakMb: readPeak() } }
}

/** Linux forgets the peak of a process when asked to. */
function forgetPeak() {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // Elsewhere no peak is told.
  }
}

function readPeak(): number | undefined {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024
  } catch {
    return undefined
  }
}
