import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

export interface IdentityProvider {
  issuer: string
  clientId: string
  clientSecret: string
  /** Who logs in at the provider next: the subject and the claims. */
  entrant: { subject: string; claims: Record<string, unknown> }
  close(): Promise<void>
}

const CLIENT = { clientId: 'nuandeng', clientSecret: 'a-secret-of-the-test' }

/** A real OpenID provider on loopback, at which everybody is logged in without being asked. */
export async function anIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const idp: IdentityProvider = {
    issuer,
    ...CLIENT,
    entrant: { subject: '', claims: {} },
    close: () => closeServer(server),
  }
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username', 'staff_no'] },
    cookies: { keys: ['only for this test'] },
    features: { devInteractions: { enabled: false } },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    ttl: { Interaction: 60, Grant: 60, Session: 60, AccessToken: 60, IdToken: 60 },
    pkce: { required: () => true },
    interactions: { url: () => '/enter' },
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: () => ({ ...idp.entrant.claims, sub: accountId }),
    }),
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({
        clientId: oidc.client?.clientId,
        accountId: oidc.session?.accountId,
      })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/enter')) return answer(request, response)
    const login = { accountId: idp.entrant.subject }
    return provider.interactionFinished(request, response, { login })
  })
  return idp
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

/** Follows the redirects of the provider as a browser does, until they lead away from it. */
export async function browse(from: string, issuer: string): Promise<URL> {
  const jar = new Map<string, string>()
  let at = new URL(from)
  while (at.href.startsWith(issuer)) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(at, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const next = response.headers.get('location')
    if (!next) throw new Error(`${response.status} ${await response.text()}`)
    at = new URL(next, at)
  }
  return at
}
