import { rename } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { InputOf, uploadImportFileRoute } from '@nuandeng/contract'
import { type Context, record } from '../../platform/context.ts'
import type { Call } from '../../platform/http.ts'
import { newId } from '../../platform/ids.ts'
import { problems } from '../../platform/problems.ts'
import { receiveFile } from '../../platform/receive-file.ts'
import { openTable } from '../../platform/tables/open-table.ts'
import { getOpenUnit } from '../organisation/index.ts'
import { getTarget, type House } from './house.ts'
import { countKeptFiles, type FileRow, findFile, insertFile } from './import-file.queries.ts'
import { findLayout } from './layout.ts'
import { type ImportTarget, isWholeTarget, type WholeTarget } from './target.ts'

/** A workbook of a million rows has some 100 MB, such a CSV file 200. */
export const MAX_LIST_BYTES = 256 * 1024 ** 2
/** Lists that one person may have waiting: the disk is everybody's. */
const MAX_KEPT = 20

type Upload = Call<typeof uploadImportFileRoute>
type Input = InputOf<typeof uploadImportFileRoute>

/** Takes a list in (上传清单): by stream to the disk, looked into before it is kept. */
export async function uploadFile(call: Upload, house: House) {
  const { deps, request, input, actor, scope } = call
  const transact = <T>(work: (ctx: Context) => Promise<T>) =>
    deps.database.transact(scope, (db) =>
      work({ db, actor, now: deps.now(), vault: deps.vault, announce: () => undefined }),
    )
  const target = await transact((ctx) => admit(ctx, input, house))
  const declared = Number(request.headers['content-length'] ?? 0)
  if (declared > MAX_LIST_BYTES) throw problems.tooLarge(MAX_LIST_BYTES)
  const path = house.spool.partPath(newId())
  try {
    const received = await receiveFile(request.body as Readable, path, MAX_LIST_BYTES)
    await lookInto(path, target, input.fileName)
    return fileReply(await transact((ctx) => keep(ctx, { input, received, path, house })))
  } finally {
    await house.spool.erase(path)
  }
}

/** Before the first byte is read: whether this person may import this here. */
async function admit(ctx: Context, input: Input, house: House) {
  const unit = await getOpenUnit(ctx, input.unitId)
  const target = getTarget(ctx, house, { target: input.target, unitPath: unit.path })
  if (isWholeTarget(target) && !target.unitKinds.includes(unit.kind)) {
    throw problems.wrongField('unitId', 'wrong-level', target.unitKinds.join(', '))
  }
  const { count } = await countKeptFiles(ctx.db, ctx.actor.personId)
  if (count >= MAX_KEPT) {
    throw problems.conflict('too-many-lists', 'Import or erase other lists first', `${count}`)
  }
  return target
}

/** What cannot be read as a list at all is refused now and not in a run. */
async function lookInto(path: string, target: ImportTarget | WholeTarget, fileName: string) {
  if (isWholeTarget(target)) {
    await target.look(path, fileName)
    return
  }
  const table = await openTable(path)
  try {
    await findLayout(table, target.columns, { map: {} })
  } finally {
    await table.close()
  }
}

interface Received {
  input: Input
  received: { bytes: number; digest: string }
  path: string
  house: House
}

async function keep(ctx: Context, { input, received, path, house }: Received): Promise<FileRow> {
  const { fileId, target, fileName } = input
  const unit = await getOpenUnit(ctx, input.unitId)
  const first = await ctx.db.asSystem(() => findFile(ctx.db, fileId))
  if (first) {
    const isRepeat =
      first.uploadedBy === ctx.actor.personId &&
      first.unitId === unit.unitId &&
      first.target === target &&
      first.digest === received.digest
    if (isRepeat) return first
    throw problems.conflict('list-exists', 'There is another list with this id', fileId)
  }
  const { cityCode, unitId, path: unitPath } = unit
  const file = {
    ...{ cityCode, fileId, unitId, unitPath, target, fileName, ...received },
    ...{ uploadedBy: ctx.actor.personId, uploadedAt: ctx.now },
  }
  await insertFile(ctx.db, file)
  const subject = { id: fileId, path: unitPath, cityCode }
  await record(ctx, 'import.uploaded', subject, { target, fileName, bytes: received.bytes })
  await rename(path, house.spool.listPath(fileId))
  return { ...file, unitKind: unit.kind, unitName: unit.name, erasedAt: null }
}

export function fileReply(file: FileRow) {
  const { fileId, target, fileName, bytes, unitId, unitKind, unitName, unitPath } = file
  return {
    ...{ fileId, target, fileName, bytes },
    unit: { unitId, kind: unitKind, name: unitName, path: unitPath },
    uploadedAt: file.uploadedAt.toISOString(),
    erasedAt: file.erasedAt?.toISOString() ?? null,
  }
}
