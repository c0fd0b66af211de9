import {
  CamelCasePlugin,
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryExecutorProvider,
} from 'kysely'
import pg from 'pg'

/** A query of Kysely's: a `sql` tag or a built one. */
export interface Query<T> {
  compile(provider: QueryExecutorProvider): CompiledQuery<T>
}

const planned = new WeakSet<Query<unknown>>()

/**
 * Marks a query that runs with every record or request: the database keeps its plan, since making one
 * costs more than running it. Only for one fixed text, whose best plan is the same for all values.
 */
export function keepPlan<T>(query: Query<T>): Query<T> {
  planned.add(query)
  return query
}

/** The part of a transaction that use cases see. */
export interface Db {
  /** All rows, with camelCase names. */
  rows<T>(query: Query<T>): Promise<T[]>
  /** The first row, if any. */
  maybe<T>(query: Query<T>): Promise<T | undefined>
  /** The first row; that there is none is an error of ours. */
  one<T>(query: Query<T>): Promise<T>
  /**
   * Runs bookkeeping of a request as `nuandeng_system`, in the same transaction: what the actor may
   * do was decided before, and the rows it touches may stand out of the actor's reach.
   */
  asSystem<T>(work: () => Promise<T>): Promise<T>
  /** Runs a statement and returns how many rows it touched. */
  run(query: Query<unknown>): Promise<number>
}

/**
 * Whose rows a transaction sees. `paths`: the units at which the actor holds the permission, and
 * all below them; none means no row. `personId`: for the rows that belong to a person and to no
 * unit. `opensProtected`: the protected store (ADR 11) too; `opensSignals`: signals (ADR 19), and at
 * `carePaths` those that tell what the store holds (ADR 22). `system`: jobs and log-in, which act for nobody.
 */
export type Scope =
  | {
      paths: readonly string[]
      personId?: string
      opensProtected?: boolean
      opensSignals?: boolean
      carePaths?: readonly string[]
    }
  | 'system'

/** Compiles queries; it runs none. */
const compiler = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
  plugins: [new CamelCasePlugin()],
})

const INT8 = 20
const DATE = 1082
const NUMERIC = 1700
const types = new pg.TypeOverrides()
types.setTypeParser(INT8, (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`int8 ${text} does not fit a number`)
  return value
})
types.setTypeParser(DATE, (text) => text)
types.setTypeParser(NUMERIC, Number)

/** A pool of connections to one database. */
export interface Database {
  /**
   * Runs `work` in one transaction: commits when it returns, rolls back when it throws. `lockId`: those that name the
   * same id come one after the other.
   */
  transact<T>(scope: Scope, work: (db: Db) => Promise<T>, lockId?: string): Promise<T>
  pool: pg.Pool
  close(): Promise<void>
}

/** Opens a pool. It connects when the first transaction needs it. */
export function openDatabase(config: pg.PoolConfig): Database {
  const pool = new pg.Pool({ max: 24, ...config, types })
  // A connection that breaks while idle is replaced by the pool at the next use.
  pool.on('error', () => undefined)
  // One that breaks in use fails the query under way, or the next one; unheard, it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return {
    pool,
    close: () => pool.end(),
    transact: (scope, work, lockId) =>
      transactWithRetry(pool, openingOf(scope, lockId), scope, work),
  }
}

const RETRYABLE = new Set(['40001', '40P01'])
const TRIES = 4

async function transactWithRetry<T>(
  pool: pg.Pool,
  opening: string,
  scope: Scope,
  work: (db: Db) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transactOnce(pool, opening, (client) => work(dbOn(client, scope)))
    } catch (error) {
      if (tries === TRIES || !RETRYABLE.has(sqlStateOf(error) ?? '')) throw error
    }
  }
}

async function transactOnce<T>(
  pool: pg.Pool,
  opening: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(opening)
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

const UUID = /^[0-9a-f-]{36}$/i
const PATH = /^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$/

const APP = 'nuandeng_app'
const SYSTEM = 'nuandeng_system'

/**
 * Role and scope for this transaction only; see migration 0001 for the policies that read them. Jobs
 * take one processor at most, so that requests find another.
 */
function openingOf(scope: Scope, lockId?: string): string {
  if (!lockId) return roleOf(scope)
  if (!UUID.test(lockId)) throw new Error(`not an id: ${lockId}`)
  return `${roleOf(scope)}; select pg_advisory_xact_lock(hashtextextended('${lockId}', 0))`
}

function roleOf(scope: Scope): string {
  if (scope === 'system')
    return `begin; set local role ${SYSTEM}; set local max_parallel_workers_per_gather = 0`
  const { paths, personId = '', opensProtected, opensSignals, carePaths = [] } = scope
  for (const path of [...paths, ...carePaths]) {
    if (!PATH.test(path)) throw new Error(`not a unit path: ${path}`)
  }
  if (personId && !UUID.test(personId)) throw new Error(`not a person: ${personId}`)
  return [
    `begin; set local role ${APP}; set local app.scope = '{${paths.join(',')}}'; set local app.person = '${personId}'`,
    ...(opensProtected ? [`set local app.protected = 'on'`] : []),
    ...(opensSignals
      ? [`set local app.signals = 'on'; set local app.care = '{${carePaths.join(',')}}'`]
      : []),
  ].join('; ')
}

function dbOn(client: pg.PoolClient, scope: Scope): Db {
  let wanted = scope === 'system' ? SYSTEM : APP
  let current = wanted
  const execute = async (query: Query<unknown>) => {
    if (current !== wanted) {
      // Only now, since a transaction often ends before its role is needed again.
      current = wanted
      await client.query(`set local role ${current}`)
    }
    const { sql, parameters } = query.compile(compiler)
    const name = planned.has(query) ? planName(sql) : undefined
    return client.query({ name, text: sql, values: parameters as unknown[], rowMode: 'array' })
  }
  const rows = async <T>(query: Query<T>) => {
    const result = await execute(query)
    const names = result.fields.map((field) => camelCase(field.name))
    return result.rows.map((values: unknown[]) => {
      const row: Record<string, unknown> = {}
      for (let i = 0; i < names.length; i++) row[names[i] as string] = values[i]
      return row as T
    })
  }
  return {
    rows,
    maybe: async (query) => (await rows(query))[0],
    one: async <T>(query: Query<T>) => {
      const [row] = await rows(query)
      if (row === undefined) throw new Error(`no row for: ${query.compile(compiler).sql}`)
      return row
    },
    async asSystem(work) {
      const before = wanted
      wanted = SYSTEM
      try {
        return await work()
      } finally {
        wanted = before
      }
    },
    run: async (query) => (await execute(query)).rowCount ?? 0,
  }
}

const planNames = new Map<string, string>()

/** The name of a kept plan, the same on all connections. */
function planName(text: string): string {
  const name = planNames.get(text) ?? `plan_${planNames.size}`
  planNames.set(text, name)
  return name
}

function camelCase(name: string): string {
  return name.includes('_')
    ? name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
    : name
}

/** The SQLSTATE of a database error, if it is one. */
function sqlStateOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/** The name of the constraint that a write broke, if it broke one. */
export function constraintOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.constraint : undefined
}
