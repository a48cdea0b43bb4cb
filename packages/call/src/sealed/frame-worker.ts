import type { MediaRole, PersonId } from '@visita/protocol'
import { FrameOpener, OpeningKeys } from './frame-opener.ts'
import { FrameSealer, type MediaKey } from './frame-sealer.ts'

/** What the page tells the worker. */
export type FrameOrder =
  | { kind: 'seal_with'; key: MediaKey }
  | { kind: 'open_with'; person: PersonId; key: MediaKey }
  | { kind: 'forget'; person: PersonId }

/** Which line a transform is on: an own one, or one of another person. */
export type FrameLine =
  { side: 'seal'; role: MediaRole } | { side: 'open'; role: MediaRole; person: PersonId }

/** What the worker tells the page: the first frame of this line has been opened. */
export interface FrameNews {
  opened: PersonId
}

/* Of W3C webrtc-encoded-transform what is used here; the compiler's DOM has not the worker's side of it. */
interface EncodedFrame {
  data: ArrayBuffer
}
export interface Transformer {
  readonly readable: ReadableStream<EncodedFrame>
  readonly writable: WritableStream<EncodedFrame>
  readonly options: FrameLine
  /** Missing where the browser cannot; then the next key frame is waited for. */
  sendKeyFrameRequest?: () => Promise<void>
}
interface FrameWorkerScope {
  addEventListener(event: 'message', handler: (event: MessageEvent<FrameOrder>) => void): void
  addEventListener(event: 'rtctransform', handler: (event: { transformer: Transformer }) => void): void
  postMessage: (news: FrameNews) => void
}

/** Seals and opens frames in a worker, so that no picture waits for the page. */
export function serveFrames(scope: FrameWorkerScope): void {
  const sealer = new FrameSealer()
  const people = new Map<PersonId, OpeningKeys>()
  const keysOf = (person: PersonId): OpeningKeys => {
    const keys = people.get(person) ?? new OpeningKeys()
    people.set(person, keys)
    return keys
  }
  scope.addEventListener('message', ({ data: order }) => {
    if (order.kind === 'seal_with') sealer.use(order.key)
    else if (order.kind === 'open_with') keysOf(order.person).add(order.key)
    else people.delete(order.person)
  })
  scope.addEventListener('rtctransform', ({ transformer }) => {
    const { options: line } = transformer
    const code =
      line.side === 'seal'
        ? (frame: Uint8Array<ArrayBuffer>) => sealer.seal(line.role, frame)
        : opening(transformer, { ...line, keysOf, tell: scope.postMessage.bind(scope) })
    // What comes out as null is dropped: nothing is ever passed on as it came.
    const coding = new TransformStream<EncodedFrame, EncodedFrame>({
      async transform(frame, controller) {
        const coded = await code(new Uint8Array(frame.data))
        if (coded === null) return
        frame.data = coded.buffer
        controller.enqueue(frame)
      },
    })
    // It fails when the line is closed, and that is its end.
    void transformer.readable
      .pipeThrough(coding)
      .pipeTo(transformer.writable)
      .catch(() => undefined)
  })
}

const ASK_AGAIN = 500

function opening(
  transformer: Transformer,
  {
    role,
    person,
    keysOf,
    tell,
  }: {
    role: MediaRole
    person: PersonId
    keysOf: (person: PersonId) => OpeningKeys
    tell: (news: FrameNews) => void
  },
): (frame: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer> | null> {
  let opener = new FrameOpener(role, keysOf(person))
  let told = false
  let askedAt = Number.NEGATIVE_INFINITY
  return async (frame) => {
    // Who came back has keys anew.
    if (opener.keys !== keysOf(person)) opener = new FrameOpener(role, keysOf(person))
    const opened = await opener.open(frame)
    if (opened === null) {
      // Later frames build upon the one that is missing now.
      const now = performance.now()
      if (role !== 'microphone' && now - askedAt > ASK_AGAIN) {
        askedAt = now
        void transformer.sendKeyFrameRequest?.().catch(() => undefined)
      }
      return null
    }
    if (!told) tell({ opened: person })
    told = true
    return opened
  }
}
