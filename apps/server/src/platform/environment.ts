import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'

export interface OidcSettings {
  issuer: string
  clientId: string
  /** None for a public client. */
  clientSecret: string
  /** What the button on the log-in page says. */
  label: string
  /** The claim by which a person is known at the first entry, and what of the person it holds. */
  claim: string
  claimHolds: 'login-name' | 'staff-no'
}

/** Settings of an installation, read from the environment once. See docs/operations/settings.md. */
export interface Settings {
  /** Where the embedded database, the keys and the snapshots live. */
  dataDir: string
  /** A PostgreSQL server to use in place of the embedded one. */
  databaseUrl: string | undefined
  host: string
  port: number
  /** Minutes without a request after which a session ends. */
  idleMinutes: number
  /** How many requests a minute one address may send; more for a gateway that many devices stand behind. */
  requestsPerMinute: number
  /** An identity provider at which staff may log in. */
  oidc: OidcSettings | undefined
  /** How the outside reaches this server; needed for OIDC and secure cookies behind a proxy. */
  publicUrl: string | undefined
}

/** Reads the settings; `overrides` are command-line options. */
export function readSettings(overrides: Partial<Settings> = {}): Settings {
  const env = process.env
  const settings: Settings = {
    dataDir: env.NUANDENG_DATA ?? '.data',
    databaseUrl: env.DATABASE_URL || undefined,
    host: env.NUANDENG_HOST ?? '127.0.0.1',
    port: Number(env.NUANDENG_PORT ?? 8011),
    idleMinutes: Number(env.NUANDENG_IDLE_MINUTES ?? 15),
    requestsPerMinute: Number(env.NUANDENG_REQUESTS_PER_MINUTE ?? 6000),
    oidc: readOidc(env),
    publicUrl: env.NUANDENG_PUBLIC_URL || undefined,
  }
  for (const [key, value] of Object.entries(overrides)) {
    if (value !== undefined) Object.assign(settings, { [key]: value })
  }
  // The database runs in a folder of its own, from where a relative path leads elsewhere.
  settings.dataDir = resolve(settings.dataDir)
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 })
  return settings
}

function readOidc(env: NodeJS.ProcessEnv): OidcSettings | undefined {
  const issuer = env.OIDC_ISSUER
  if (!issuer) return undefined
  return {
    issuer,
    clientId: env.OIDC_CLIENT_ID ?? 'nuandeng',
    clientSecret: env.OIDC_CLIENT_SECRET ?? '',
    label: env.OIDC_LABEL ?? '统一身份认证',
    claim: env.OIDC_CLAIM ?? 'preferred_username',
    claimHolds: env.OIDC_CLAIM_HOLDS === 'staff-no' ? 'staff-no' : 'login-name',
  }
}
