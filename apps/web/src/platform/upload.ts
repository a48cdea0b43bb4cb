import { httpErrorSchema, type UploadMetadata } from '@visita/protocol'
import type { DetailedError } from 'tus-js-client'
import { Refused } from './refused.ts'

/* A cut costs at most one piece; larger pieces would gain no speed. */
const PIECE_BYTES = 4 * 1024 ** 2

/**
 * Uploads a file of the visit, in pieces that are resumed after a cut (tus 1.0). Repeating it after a failure
 * finds what the server has already. Throws `Refused`.
 */
export async function uploadFile(content: Blob, metadata: UploadMetadata): Promise<void> {
  const { Upload } = await import('tus-js-client').catch(() => {
    throw new Refused('offline')
  })
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(content, {
      endpoint: '/api/uploads',
      metadata,
      chunkSize: PIECE_BYTES,
      // It would write to localStorage; the server finds a repeated upload by its id.
      storeFingerprintForResuming: false,
      // A repeated creation finds the first by a 409, on which the library looks where that one stands.
      retryDelays: [0, 500],
      onSuccess: () => resolve(),
      onError: (error) => reject(refusedOf(error)),
    })
    upload.start()
  })
}

/* Conflict, gone and locked: in tus they mean that the two sides disagree at this moment, not for good. */
const ASK_AGAIN: ReadonlySet<number> = new Set([409, 410, 423])

/** The server's own code; `offline` where it was not reached or is to be asked again. */
function refusedOf(error: Error | DetailedError): Refused {
  const response = 'originalResponse' in error ? error.originalResponse : null
  if (!response || ASK_AGAIN.has(response.getStatus())) return new Refused('offline')
  const said = httpErrorSchema.safeParse(parseJson(response.getBody()))
  return new Refused(said.data?.error ?? 'offline')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
