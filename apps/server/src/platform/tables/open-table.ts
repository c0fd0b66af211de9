import { open } from 'node:fs/promises'
import { problems } from '../problems.ts'
import type { TableFile } from './table-file.ts'
import { openTextFile } from './text-file.ts'
import { openWorkbook } from './workbook.ts'

/** Opens a list by what it is, not by what its name says: .xlsx, .csv or .csv.gz. */
export async function openTable(path: string): Promise<TableFile> {
  const head = await firstBytes(path)
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte)
  if (starts(0x50, 0x4b)) return openWorkbook(path)
  if (starts(0x1f, 0x8b)) return openTextFile(path, true)
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) {
    throw refuse(
      '旧式 .xls 或加密的工作簿，请另存为 .xlsx an old .xls or an encrypted workbook: save as .xlsx',
    )
  }
  if (starts(0x25, 0x50, 0x44, 0x46)) throw refuse('PDF 文件 a PDF; needed: .xlsx or .csv')
  return openTextFile(path, false)
}

function refuse(reason: string) {
  return problems.fileRefused('wrong-file-type', reason)
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw problems.fileRefused('no-such-file', `打不开文件 cannot open: ${error.code ?? 'failed'}`)
  })
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw problems.fileRefused('no-such-file', `打不开文件 cannot read: ${code ?? 'failed'}`)
  } finally {
    await file.close()
  }
}
