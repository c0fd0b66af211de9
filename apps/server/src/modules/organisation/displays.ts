import { createHash, createHmac } from 'node:crypto'
import type {
  createDisplayRoute,
  InputOf,
  revokeDisplayRoute,
  signInDisplayRoute,
} from '@nuandeng/contract'
import { shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import type { Call } from '../../platform/http.ts'
import { problems } from '../../platform/problems.ts'
import { insertAssignment } from './assignment.queries.ts'
import {
  type DisplayRow,
  findDisplay,
  findDisplayByKey,
  insertDisplay,
  listDisplays as listDisplayRows,
  setDisplayRevoked,
} from './display.queries.ts'
import { type House, houseOf, meOf } from './me.ts'
import { getOpenUnit } from './open-unit.ts'
import { isPersonId } from './person.queries.ts'
import { endSessions } from './session.queries.ts'
import { type Client, clientOf, openedActor, openSession } from './session.ts'

/** Wall screens (大屏) of the units in reach. */
export async function listDisplays(ctx: Context) {
  return { items: (await listDisplayRows(ctx.db)).map(displayReply) }
}

function displayReply(row: DisplayRow) {
  return {
    displayId: row.displayId,
    name: row.name,
    unit: row.unit,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }
}

/** Registers a wall screen; its key is shown once. The same id at the same unit gets the same key. */
export async function createDisplay(ctx: Context, input: InputOf<typeof createDisplayRoute>) {
  const { displayId, name } = input
  const unit = await getOpenUnit(ctx, input.unitId)
  authorize(ctx, 'display.create', unit)
  const key = createHmac('sha256', ctx.vault.derive('display'))
    .update(displayId)
    .digest('base64url')
  const first = await findDisplay(ctx.db, displayId)
  if (first && !first.revokedAt && first.unitId === unit.unitId) return { displayId, key }
  if (first || (await ctx.db.asSystem(() => isPersonId(ctx.db, displayId)))) {
    throw problems.conflict('display-exists', 'There is such a wall screen already', displayId)
  }
  await insertDisplay(ctx.db, {
    displayId,
    unit,
    name,
    keyDigest: digestOf(key),
    createdAt: ctx.now,
  })
  await insertAssignment(ctx.db, {
    assignmentId: displayId,
    personId: displayId,
    role: 'display',
    unit,
    validFrom: shanghaiDate(ctx.now),
    validTo: null,
    grantedBy: ctx.actor.personId,
  })
  await record(ctx, 'display.created', subjectOf(displayId, unit), { name })
  return { displayId, key }
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

function subjectOf(displayId: string, unit: { path: string; cityCode: string }) {
  return { id: displayId, path: unit.path, cityCode: unit.cityCode }
}

/** Takes a wall screen off: it is dark at its next request. */
export async function revokeDisplay(ctx: Context, input: InputOf<typeof revokeDisplayRoute>) {
  const { displayId } = input
  const display = await findDisplay(ctx.db, displayId)
  if (!display) throw problems.notFound('display', displayId)
  authorize(ctx, 'display.revoke', { path: display.unitPath })
  if (display.revokedAt) return { displayId }
  await setDisplayRevoked(ctx.db, displayId, ctx.now)
  await endSessions(ctx.db, displayId, ctx.now, null)
  const { unitPath: path, cityCode } = display
  await record(ctx, 'display.revoked', subjectOf(displayId, { path, cityCode }))
  return { displayId }
}

interface PreparedDisplay {
  client: Client
  house: House
}

export function prepareDisplay(call: Call<typeof signInDisplayRoute>): PreparedDisplay {
  return { client: clientOf(call.request), house: houseOf(call.deps) }
}

/** A wall screen logs in with its key. No guessing to slow down: a key has 256 bits. */
export async function signInDisplay(
  ctx: Context,
  input: InputOf<typeof signInDisplayRoute>,
  { client, house }: PreparedDisplay,
) {
  const display = await findDisplayByKey(ctx.db, digestOf(input.key))
  if (!display) throw problems.signInFailed()
  const { token, sessionId } = await openSession(ctx.db, {
    personId: display.displayId,
    kind: 'display',
    signedInBy: 'key',
    now: ctx.now,
    ...client,
  })
  const actor = await openedActor(ctx.db, token, ctx.now)
  const { unitPath: path, cityCode } = display
  await record(
    { ...ctx, actor },
    'session.opened',
    subjectOf(display.displayId, { path, cityCode }),
    {
      sessionId,
      by: 'key',
    },
  )
  return { token, me: await meOf(ctx, actor, house) }
}
