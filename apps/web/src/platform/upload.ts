import type { UploadMetadata } from '@visita/protocol'
import { Refused } from './refused.ts'

/* A cut costs at most one piece; larger pieces would gain no speed. */
const PIECE_BYTES = 4 * 1024 ** 2

/**
 * Uploads a file of the visit, in pieces that are resumed after a cut (tus 1.0). Repeating it after a failure
 * finds what the server has already. Throws `Refused`.
 */
export async function uploadFile(content: Blob, metadata: UploadMetadata): Promise<void> {
  const { Upload } = await import('tus-js-client')
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(content, {
      endpoint: '/api/uploads',
      metadata,
      chunkSize: PIECE_BYTES,
      // It would write to localStorage; the server finds a repeated upload by its id.
      storeFingerprintForResuming: false,
      retryDelays: [],
      onSuccess: () => resolve(),
      onError: (error) => {
        const status = 'originalResponse' in error ? error.originalResponse?.getStatus() : undefined
        const final = status !== undefined && FINAL_STATUS.has(status)
        reject(new Refused(final ? 'bad_request' : 'offline'))
      },
    })
    upload.start()
  })
}

/* The same upload would be answered so again. */
const FINAL_STATUS: ReadonlySet<number> = new Set([400, 401, 403, 404, 413, 460])
