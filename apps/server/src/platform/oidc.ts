import * as client from 'openid-client'
import type { OidcSettings } from './environment.ts'
import { problems } from './problems.ts'

/** What must be remembered between the way to the identity provider and the way back. */
export interface OidcFlow {
  state: string
  nonce: string
  verifier: string
}

/** Who somebody is at the identity provider. */
export interface OidcIdentity {
  issuer: string
  subject: string
  /** What the configured claim says. */
  claim: string | undefined
}

const TIMEOUT_SECONDS = 10
const SCOPE = 'openid profile'
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

const known = new Map<string, Promise<client.Configuration>>()

/** The provider's own description, read once; a failed try is not remembered. */
function configurationOf(settings: OidcSettings): Promise<client.Configuration> {
  const key = `${settings.issuer} ${settings.clientId}`
  let found = known.get(key)
  if (!found) {
    found = discover(settings)
    known.set(key, found)
    found.catch(() => known.delete(key))
  }
  return found
}

async function discover(settings: OidcSettings) {
  const issuer = new URL(settings.issuer)
  const { clientId, clientSecret } = settings
  return client.discovery(
    issuer,
    clientId,
    clientSecret || undefined,
    clientSecret ? undefined : client.None(),
    {
      timeout: TIMEOUT_SECONDS,
      // Without TLS only a provider on this very machine is believed.
      execute: LOOPBACK.has(issuer.hostname) ? [client.allowInsecureRequests] : [],
    },
  )
}

/** Where to send the browser, and what to remember until it comes back. */
export async function startOidc(settings: OidcSettings, redirectUri: string) {
  const configuration = await configurationOf(settings).catch(() => {
    throw problems.oidcUnavailable()
  })
  const flow: OidcFlow = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
  }
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: SCOPE,
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
    code_challenge_method: 'S256',
  })
  return { url: url.href, flow }
}

/** Redeems the code that the browser brought back; refuses whatever does not fit the flow. */
export async function finishOidc(
  settings: OidcSettings,
  address: URL,
  flow: OidcFlow,
): Promise<OidcIdentity> {
  const configuration = await configurationOf(settings).catch(() => {
    throw problems.oidcUnavailable()
  })
  try {
    const tokens = await client.authorizationCodeGrant(configuration, address, {
      pkceCodeVerifier: flow.verifier,
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (!claims) throw problems.oidcRefused()
    const { iss: issuer, sub: subject } = claims
    // Many providers tell the profile only when asked for it apart.
    const value =
      claims[settings.claim] ??
      (await client.fetchUserInfo(configuration, tokens.access_token, subject))[settings.claim]
    return { issuer, subject, claim: typeof value === 'string' ? value : undefined }
  } catch {
    throw problems.oidcRefused()
  }
}
