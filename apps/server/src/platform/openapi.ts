import { contract, ProblemReply, type Route } from '@nuandeng/contract'
import { z } from 'zod'

/** The OpenAPI 3.1 document of every operation, made from the contract itself. */
export function openApiDocument() {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [name, route] of Object.entries(contract)) {
    const path = route.url.replace(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][route.method.toLowerCase()] = operationOf(name, route)
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Nuandeng 暖灯', version: '1', license: { name: 'Apache-2.0' } },
    servers: [{ url: '/api' }],
    components: {
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: 'nuandeng_session' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
    paths,
  }
}

function operationOf(name: string, route: Route) {
  return {
    operationId: name,
    summary: route.summary,
    'x-permission': route.permission,
    security: route.permission === 'public' ? [] : [{ cookie: [] }, { bearer: [] }],
    parameters: [
      ...parametersOf('path', route.params),
      ...parametersOf('query', route.query),
      ...(route.repeat === 'command' ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(route.takes ? { requestBody: { required: true, content: FILE } } : {}),
    ...(route.body ? { requestBody: { required: true, content: json(route.body, 'input') } } : {}),
    responses: {
      ...(route.shape === 'redirect'
        ? { 302: { description: 'To the next page' } }
        : {
            200: { description: 'Done', content: json(route.reply, 'output', mediaTypeOf(route)) },
          }),
      default: {
        description: 'Refused: what and why (RFC 9457)',
        content: json(ProblemReply, 'output', 'application/problem+json'),
      },
    },
  }
}

const FILE = {
  'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'A UUID made by the sender; a repeat with the same key gets the first reply',
  schema: { type: 'string', format: 'uuid' },
}

function mediaTypeOf(route: Route): string {
  if (route.shape === 'events') return 'text/event-stream'
  return route.shape === 'file' ? 'application/octet-stream' : 'application/json'
}

function json(schema: z.ZodType, io: 'input' | 'output', mediaType = 'application/json') {
  return { [mediaType]: { schema: z.toJSONSchema(schema, { io, unrepresentable: 'any' }) } }
}

function parametersOf(place: 'path' | 'query', schema: z.ZodObject | undefined) {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !(field as z.ZodType).safeParse(undefined).success,
    schema: z.toJSONSchema(field as z.ZodType, { io: 'input', unrepresentable: 'any' }),
  }))
}
