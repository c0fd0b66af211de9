// CPU time of a server and of its database, from the accounts that Linux keeps of each process.
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Clock ticks a second in /proc; 100 on every Linux that Node runs on. */
const TICKS = 100

interface Account {
  pid: number
  parent: number
  name: string
  ownMs: number
  /** Of children that have ended. */
  endedMs: number
}

function readAccount(pid: number): Account | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const end = text.lastIndexOf(')')
    const fields = text.slice(end + 2).split(' ')
    const ms = (at: number) => (Number(fields[at]) * 1000) / TICKS
    return {
      pid,
      parent: Number(fields[1]),
      name: text.slice(text.indexOf('(') + 1, end),
      ownMs: ms(11) + ms(12),
      endedMs: ms(13) + ms(14),
    }
  } catch {
    return undefined
  }
}

/** A process with everything that it started and that still lives. */
function listTree(root: number): Account[] {
  const all = readdirSync('/proc').flatMap((name) => {
    const account = /^\d+$/.test(name) ? readAccount(Number(name)) : undefined
    return account ? [account] : []
  })
  const tree = all.filter(({ pid }) => pid === root)
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid))
  return tree
}

/** CPU milliseconds since the start of each; undefined where the system tells nothing of it. */
export interface CpuTimes {
  serverMs: number
  databaseMs: number | undefined
}

/**
 * What a server and its database have used. The embedded database is a child of the server; of another
 * one `backendPid` is a process of it, which counts when it runs on this machine.
 */
export function readCpu(serverPid: number, backendPid?: number): CpuTimes | undefined {
  const server = existsSync('/proc/self/stat') ? readAccount(serverPid) : undefined
  if (!server) return undefined
  const postmaster = backendPid
    ? postmasterOf(backendPid)
    : listTree(serverPid).find(({ name }) => name.startsWith('postgres'))?.pid
  const databaseMs = postmaster
    ? listTree(postmaster).reduce((sum, { ownMs, endedMs }) => sum + ownMs + endedMs, 0)
    : undefined
  return { serverMs: server.ownMs, databaseMs }
}

function postmasterOf(backendPid: number): number | undefined {
  const backend = readAccount(backendPid)
  return backend?.name.startsWith('postgres') ? backend.parent : undefined
}
