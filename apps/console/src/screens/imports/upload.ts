import { type ReplyOf, type SentOf, uploadImportFileRoute } from '@nuandeng/contract'
import { addressOf, CallFailed } from '../../api/call.ts'

/** As the server allows; refused here before a long way for nothing. */
export const MAX_BYTES = 256 * 1024 ** 2

type Reply = ReplyOf<typeof uploadImportFileRoute>

/** Sends a list as it is. Not by `fetch`, which does not tell how much has gone. */
export function upload(
  { fileId, ...query }: SentOf<typeof uploadImportFileRoute>,
  list: File,
  onProgress: (fraction: number) => void,
): Promise<Reply> {
  const { url } = addressOf(uploadImportFileRoute, { fileId })
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${url}?${new URLSearchParams(query)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onerror = () => reject(new CallFailed('offline'))
    request.onload = () => {
      const reply = request.response
      if (request.status === 200) resolve(reply as Reply)
      else reject(new CallFailed(reply?.code ?? 'internal', reply ?? undefined))
    }
    request.send(list)
  })
}
