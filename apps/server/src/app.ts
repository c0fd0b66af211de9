import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import { fastifySSE } from '@fastify/sse'
import serveStatic from '@fastify/static'
import type { Route } from '@nuandeng/contract'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify'
import { allTargets } from './import-targets.ts'
import { assuranceRoutes } from './modules/assurance/index.ts'
import { auditRoutes } from './modules/audit/index.ts'
import { campaignRoutes } from './modules/campaigns/index.ts'
import { commitmentRoutes, serveBoardPage } from './modules/commitments/index.ts'
import { customerRoutes } from './modules/customers/index.ts'
import { discoveryRoutes } from './modules/discovery/index.ts'
import { fieldworkRoutes } from './modules/fieldwork/index.ts'
import { importRoutes } from './modules/imports/index.ts'
import { meteringRoutes } from './modules/metering/index.ts'
import { organisationRoutes } from './modules/organisation/index.ts'
import { ownershipRoutes } from './modules/ownership/index.ts'
import { protectionRoutes } from './modules/protection/index.ts'
import { requestRoutes, serveMobilePage } from './modules/requests/index.ts'
import type { Deps, Served } from './platform/http.ts'
import { openApiDocument } from './platform/openapi.ts'
import { Problem, problems } from './platform/problems.ts'

/** Every operation that this server serves. */
export const served: readonly Served[] = [
  ...organisationRoutes,
  ...customerRoutes,
  ...protectionRoutes,
  ...ownershipRoutes,
  ...meteringRoutes,
  ...commitmentRoutes,
  ...requestRoutes,
  ...assuranceRoutes,
  ...discoveryRoutes,
  ...campaignRoutes,
  ...fieldworkRoutes,
  ...auditRoutes,
  ...importRoutes(allTargets),
]

const CONSOLE = fileURLToPath(new URL('../../console/dist/', import.meta.url))
const BODY_LIMIT_BYTES = 4 * 1024 * 1024

/** The HTTP server over its dependencies; it listens when `listen` is called. */
export async function buildApp(deps: Deps): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    logger: { level: process.env.NUANDENG_LOG ?? 'warn' },
    trustProxy: deps.settings.publicUrl !== undefined,
    forceCloseConnections: true,
    // An address that cannot be read is refused in our own form too.
    frameworkErrors: (error, _request, reply: unknown) =>
      refuse(reply as FastifyReply, problemOf(error) ?? problems.noSuchOperation()),
  })
  takeOnlyJson(app)
  await app.register(cookie)
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: { 'style-src': ["'self'", "'unsafe-inline'"], 'upgrade-insecure-requests': null },
    },
    hsts: deps.settings.publicUrl?.startsWith('https') ?? false,
  })
  await app.register(rateLimit, {
    max: deps.settings.requestsPerMinute,
    errorResponseBuilder: (_request, { ttl }) => problems.tooMany(Math.ceil(ttl / 1000)),
  })
  await app.register(fastifySSE)
  answerProblems(app)
  const routesOf = (scope: FastifyInstance, takes: Route['takes']) => {
    for (const { route, handle } of served) {
      if (route.takes !== takes) continue
      scope.route({
        method: route.method,
        url: `/api${route.url}`,
        ...(route.shape === 'events' ? { sse: 'only' as const } : {}),
        handler: (request, reply) => handle(deps, request, reply),
      })
    }
  }
  routesOf(app, undefined)
  await app.register(async (scope) => {
    takeOnlyFiles(scope)
    routesOf(scope, 'file')
  })
  app.get('/api/openapi.json', () => openApiDocument())
  serveBoardPage(app, deps)
  serveMobilePage(app, deps)
  await serveConsole(app)
  return app
}

/** JSON in well-formed UTF-8 and nothing else: broken bytes are refused, never quietly replaced. */
function takeOnlyJson(app: FastifyInstance) {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, body.length === 0 ? {} : JSON.parse(decoder.decode(body as Buffer)))
    } catch (error) {
      done(problems.notText(error instanceof Error ? error.message : 'unreadable'))
    }
  })
}

/** A file as it is: handed on as a stream, so that who sends it is asked for before a byte is read. */
function takeOnlyFiles(app: FastifyInstance) {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/octet-stream', (_request, body, done) => done(null, body))
  app.addContentTypeParser('*', (_request, _body, done) =>
    done(problems.wrongMediaType('application/octet-stream')),
  )
}

function answerProblems(app: FastifyInstance) {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error)
    if (!problem) {
      request.log.error(error)
      return refuse(reply, problems.internal())
    }
    return refuse(reply, problem)
  })
}

function refuse(reply: FastifyReply, problem: Problem) {
  return reply.code(problem.status).type('application/problem+json').send(problem.toReply())
}

function problemOf(error: FastifyError): Problem | undefined {
  if (error instanceof Problem) return error
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problems.tooLarge(BODY_LIMIT_BYTES)
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problems.wrongMediaType()
    default:
      if (error.statusCode && error.statusCode < 500) {
        return new Problem(
          error.statusCode,
          'bad-request',
          'The request is malformed',
          error.message,
        )
      }
      return undefined
  }
}

/** The built console; every page address that is not a file opens the application. */
async function serveConsole(app: FastifyInstance) {
  const isBuilt = existsSync(CONSOLE)
  if (isBuilt) await app.register(serveStatic, { root: CONSOLE, cacheControl: true, maxAge: '1h' })
  app.setNotFoundHandler((request, reply) => {
    if (isBuilt && request.method === 'GET' && !request.url.startsWith('/api')) {
      return reply.sendFile('index.html', { maxAge: 0 })
    }
    return refuse(reply, problems.noSuchOperation())
  })
}
