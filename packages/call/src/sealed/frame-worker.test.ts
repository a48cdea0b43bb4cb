import { personIdSchema } from '@visita/protocol'
import { v4 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { importMediaKey, type MediaKey } from './frame-sealer.ts'
import {
  serveFrames,
  type FrameLine,
  type FrameNews,
  type FrameOrder,
  type Transformer,
} from './frame-worker.ts'

const PERSON = personIdSchema.parse(v4())
const KEY_FRAME = [0x50, 0, 0, 0x9d, 1, 0x2a, 1, 2, 3, 4, 5, 6, 7, 8]

const aKey = async (id = 0): Promise<MediaKey> => ({
  id,
  key: await importMediaKey(crypto.getRandomValues(new Uint8Array(32))),
})

type Listening =
  | ['message', (event: MessageEvent<FrameOrder>) => void]
  | ['rtctransform', (event: { transformer: Transformer }) => void]

/** The worker, with lines that frames are put into by hand. */
function aWorker() {
  const told: ((event: MessageEvent<FrameOrder>) => void)[] = []
  const begun: ((event: { transformer: Transformer }) => void)[] = []
  const news: FrameNews[] = []
  function addEventListener(event: 'message', handler: (typeof told)[number]): void
  function addEventListener(event: 'rtctransform', handler: (typeof begun)[number]): void
  function addEventListener(...[event, handler]: Listening): void {
    if (event === 'message') told.push(handler)
    else begun.push(handler)
  }
  serveFrames({ addEventListener, postMessage: (each) => void news.push(each) })
  const tell = (data: FrameOrder): void => {
    for (const handler of told) handler(new MessageEvent('message', { data }))
  }
  const line = (options: FrameLine) => {
    const [input, output] = [new TransformStream<Frame, Frame>(), new TransformStream<Frame, Frame>()]
    const writer = input.writable.getWriter()
    const out: number[][] = []
    let asked = 0
    const transformer = {
      readable: input.readable,
      writable: output.writable,
      options,
      sendKeyFrameRequest: async () => void (asked += 1),
    }
    for (const handler of begun) handler({ transformer })
    const done = output.readable.pipeTo(
      new WritableStream({ write: ({ data }) => void out.push(Array.from(new Uint8Array(data))) }),
    )
    return {
      out,
      asked: () => asked,
      put: (bytes: number[]) => writer.write({ data: Uint8Array.from(bytes).buffer }),
      end: async () => {
        await writer.close()
        await done
      },
    }
  }
  return { tell, line, news }
}

interface Frame {
  data: ArrayBuffer
}

describe('[X6] the worker that seals and opens', () => {
  it('lets nothing out before there is a key, and nothing plain in', async () => {
    const { tell, line, news } = aWorker()
    const sent = line({ side: 'seal', role: 'camera' })
    await sent.put(KEY_FRAME)
    await sent.end()
    expect(sent.out).toEqual([])
    tell({ kind: 'open_with', person: PERSON, key: await aKey() })
    const received = line({ side: 'open', role: 'camera', person: PERSON })
    await received.put(KEY_FRAME)
    await received.end()
    expect([received.out, news]).toEqual([[], []])
  })

  it('opens what was sealed, says so once, and asks for a key frame where it could not', async () => {
    const { tell, line, news } = aWorker()
    const key = await aKey()
    tell({ kind: 'seal_with', key })
    const sent = line({ side: 'seal', role: 'camera' })
    for (let count = 0; count < 3; count += 1) await sent.put(KEY_FRAME)
    await sent.end()
    const [first = [], second = [], third = []] = sent.out
    const received = line({ side: 'open', role: 'camera', person: PERSON })
    await received.put(first)
    tell({ kind: 'open_with', person: PERSON, key })
    await received.put(second)
    await received.put(third)
    await received.end()
    expect(received.out).toEqual([KEY_FRAME, KEY_FRAME])
    expect([news, received.asked()]).toEqual([[{ opened: PERSON }], 1])
  })

  it('forgets the keys of who left', async () => {
    const { tell, line } = aWorker()
    const key = await aKey()
    tell({ kind: 'seal_with', key })
    tell({ kind: 'open_with', person: PERSON, key })
    const sent = line({ side: 'seal', role: 'microphone' })
    await sent.put([1])
    await sent.put([2])
    await sent.end()
    const received = line({ side: 'open', role: 'microphone', person: PERSON })
    await received.put(sent.out[0] ?? [])
    tell({ kind: 'forget', person: PERSON })
    await received.put(sent.out[1] ?? [])
    await received.end()
    expect(received.out).toEqual([[1]])
  })
})
