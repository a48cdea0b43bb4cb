import type { MediaRole, PersonId } from '@visita/protocol'
import type { FrameLine, FrameNews, FrameOrder } from './frame-worker.ts'
import type { MediaKey } from './frame-sealer.ts'

/** Seals what this page sends by the forwarding server, and opens what others do. */
export interface FrameCoder {
  sealWith(key: MediaKey): void
  openWith(person: PersonId, key: MediaKey): void
  forget(person: PersonId): void
  /** From now on nothing leaves this sender unsealed. */
  seal(sender: RTCRtpSender, role: MediaRole): void
  /** From now on nothing comes out of this receiver that was not sealed by `person` for this line. */
  open(receiver: RTCRtpReceiver, role: MediaRole, person: PersonId): void
  /** Told when the first frame of a line has been opened. */
  onOpened(handler: (person: PersonId) => void): () => void
  /** Told when nothing is sealed or opened any more, or never was: the worker's file could not be run. */
  onBroken(handler: () => void): () => void
  close(): void
}

/**
 * Null where the browser cannot look at the frames that it sends (W3C webrtc-encoded-transform), or makes no worker for
 * it: then nothing goes by a forwarding server. `newWorker` gives a worker that runs `serveFrames`.
 */
export function openFrameCoder(newWorker: () => Worker): FrameCoder | null {
  if (typeof RTCRtpScriptTransform === 'undefined') return null
  const worker = workerOrNull(newWorker)
  if (worker === null) return null
  const tell = (order: FrameOrder): void => worker.postMessage(order, [])
  const transform = (line: FrameLine) => new RTCRtpScriptTransform(worker, line)
  return {
    sealWith: (key) => tell({ kind: 'seal_with', key }),
    openWith: (person, key) => tell({ kind: 'open_with', person, key }),
    forget: (person) => tell({ kind: 'forget', person }),
    seal: (sender, role) => {
      sender.transform = transform({ side: 'seal', role })
    },
    open: (receiver, role, person) => {
      receiver.transform = transform({ side: 'open', role, person })
    },
    onOpened: (handler) => {
      const hear = ({ data }: MessageEvent<FrameNews>): void => handler(data.opened)
      worker.addEventListener('message', hear)
      return () => worker.removeEventListener('message', hear)
    },
    onBroken: (handler) => {
      worker.addEventListener('error', handler)
      return () => worker.removeEventListener('error', handler)
    },
    close: () => worker.terminate(),
  }
}

/* A policy of the page, or one of the clinic's own before it, may refuse it. */
function workerOrNull(newWorker: () => Worker): Worker | null {
  try {
    return newWorker()
  } catch {
    return null
  }
}
