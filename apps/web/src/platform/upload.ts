import { httpErrorSchema, type PhotoMetadata, type UploadMetadata } from '@visita/protocol'
import type { DetailedError } from 'tus-js-client'
import { Refused } from './refused.ts'

/* A cut costs at most one piece; larger pieces would gain no speed. */
const PIECE_BYTES = 4 * 1024 ** 2
/* From a telephone on a bad line. */
const PHOTO_PIECE_BYTES = 512 * 1024

/** Uploads a file of the visit. Throws `Refused`. */
export const uploadFile = (content: Blob, metadata: UploadMetadata): Promise<void> =>
  upload(content, { endpoint: '/api/uploads', metadata })

/** Uploads a photograph of a case; `onPart` is told the part of it that is there, 0 to 1. Throws `Refused`. */
export const uploadPhoto = (
  content: Blob,
  metadata: PhotoMetadata,
  onPart: (part: number) => void,
): Promise<void> =>
  upload(content, { endpoint: '/api/photo-uploads', metadata, onPart, pieceBytes: PHOTO_PIECE_BYTES })

interface UploadOptions {
  endpoint: string
  metadata: Record<string, string>
  onPart?: (part: number) => void
  pieceBytes?: number
}

/** In pieces that are resumed after a cut (tus 1.0). Repeating it after a failure finds what the server has already. */
async function upload(
  content: Blob,
  { endpoint, metadata, onPart = () => undefined, pieceBytes = PIECE_BYTES }: UploadOptions,
): Promise<void> {
  const { Upload } = await import('tus-js-client').catch(() => {
    throw new Refused('offline')
  })
  await new Promise<void>((resolve, reject) => {
    const sending = new Upload(content, {
      endpoint,
      metadata,
      chunkSize: pieceBytes,
      onProgress: (sent, all) => onPart(all === 0 ? 1 : sent / all),
      // It would write to localStorage; the server finds a repeated upload by its id.
      storeFingerprintForResuming: false,
      // A repeated creation finds the first by a 409, on which the library looks where that one stands.
      retryDelays: [0, 500],
      onSuccess: () => resolve(),
      onError: (error) => reject(refusedOf(error)),
    })
    sending.start()
  })
}

/* Conflict, gone and locked: in tus they mean that the two sides disagree at this moment, not for good. */
const ASK_AGAIN: ReadonlySet<number> = new Set([409, 410, 423])

/** The server's own code; `offline` where it was not reached or is to be asked again. */
function refusedOf(error: Error | DetailedError): Refused {
  const response = 'originalResponse' in error ? error.originalResponse : null
  if (!response || ASK_AGAIN.has(response.getStatus())) return new Refused('offline')
  const said = httpErrorSchema.safeParse(parseJson(response.getBody()))
  return new Refused(said.data?.error ?? 'offline', said.data?.detail ?? null)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
