import type { Page } from '@playwright/test'

/** A fingerprint inside a description, in a message of the socket; its value is changed in one place. */
const FINGERPRINT = /(a=fingerprint:sha-256 )([0-9A-F]{2})/gi

const swapped = (_: string, name: string, byte: string): string => name + (byte === '00' ? 'FF' : '00')

/** Whoever carries this page's messages puts another fingerprint into every description it sends. */
export async function swapFingerprints(page: Page): Promise<void> {
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      server.send(typeof message === 'string' ? message.replace(FINGERPRINT, swapped) : message)
    })
  })
}

/** A connection of somebody who sits between two pages: `left` talks to the caller, `right` to the callee. */
interface Middle {
  offer(sdp: string): Promise<string>
  answer(sdp: string): Promise<string>
}

declare global {
  var middle: Middle
}

/** Somebody with a connection of their own to each side, who passes on unchanged what the data channels bring. */
export const openMiddle = (middle: Page): Promise<void> => middle.evaluate(connectBothSides)

/** The middle's own descriptions go on in place of those that this page sends. */
export async function sitBetween(middle: Page, page: Page, type: 'offer' | 'answer'): Promise<void> {
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer()
    // In order, though the middle takes its time.
    let tail = Promise.resolve()
    socket.onMessage((message) => {
      tail = tail.then(async () => server.send(await withOwnDescription(middle, type, message)))
    })
  })
}

async function withOwnDescription(
  middle: Page,
  type: 'offer' | 'answer',
  message: string | Buffer,
): Promise<string | Buffer> {
  if (typeof message !== 'string') return message
  const sdp = /"sdp":("(?:[^"\\]|\\.)*")/.exec(message)?.[1]
  if (sdp === undefined) return message
  const text = String(JSON.parse(sdp))
  const own = await middle.evaluate(([kind, theirs]) => globalThis.middle[kind](theirs), [
    type,
    text,
  ] as const)
  return message.replace(sdp, () => JSON.stringify(own))
}

/* Runs in the page: uses nothing outside itself. */
function connectBothSides(): void {
  const [left, right] = [new RTCPeerConnection(), new RTCPeerConnection()]
  for (let id = 0; id < 6; id += 1) {
    const ends = [left, right].map((connection) => {
      const channel = connection.createDataChannel('', { negotiated: true, id })
      channel.binaryType = 'arraybuffer'
      return channel
    })
    for (const [from, to] of [ends, ends.toReversed()]) {
      from?.addEventListener('message', ({ data }) => {
        if (to?.readyState === 'open') to.send(data)
        else to?.addEventListener('open', () => to.send(data), { once: true })
      })
    }
  }
  for (const kind of ['audio', 'video', 'video', 'video']) right.addTransceiver(kind)
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- the page has only what is inside this function
  const gatheredBy = async (connection: RTCPeerConnection): Promise<string> => {
    await connection.setLocalDescription()
    while (connection.iceGatheringState !== 'complete') {
      await new Promise((resolve) => {
        connection.addEventListener('icegatheringstatechange', resolve, { once: true })
      })
    }
    return connection.localDescription?.sdp ?? ''
  }
  let offered: Promise<string> | null = null
  let answered: Promise<string> | null = null
  globalThis.middle = {
    // A repeated description gets the same answer.
    offer: (sdp) =>
      (offered ??= (async () => {
        await left.setRemoteDescription({ type: 'offer', sdp })
        return gatheredBy(right)
      })()),
    answer: (sdp) =>
      (answered ??= (async () => {
        await right.setRemoteDescription({ type: 'answer', sdp })
        return gatheredBy(left)
      })()),
  }
}
