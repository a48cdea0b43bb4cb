import type { Page } from '@playwright/test'
import type { Person } from './people.ts'

export interface ToldKey {
  id: number
  key: string
}

declare global {
  /** The keys of what goes by the forwarding server: which this page has made, and which it was told. */
  var toldKeys: { own: ToldKey[]; others: ToldKey[] }
}

/** Remembers what whoever holds this page could remember. */
export async function withKeysRemembered(page: Page): Promise<void> {
  await page.addInitScript(rememberKeys)
}

/* Runs in the page: uses nothing outside itself. */
function rememberKeys(): void {
  const told: typeof toldKeys = { own: [], others: [] }
  globalThis.toldKeys = told
  const take = (whose: keyof typeof told, data: unknown): void => {
    if (typeof data !== 'string' || !data.includes('"media_key"')) return
    const { id, key } = JSON.parse(data)
    told[whose].push({ id, key })
  }
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
      const channel = super.createDataChannel(label, options)
      const send: (data: never) => void = channel.send.bind(channel)
      channel.send = (data: never) => {
        take('own', data)
        send(data)
      }
      channel.addEventListener('message', ({ data }) => take('others', data))
      return channel
    }
  }
}

/** A page that was tampered with: it seals nothing that it sends. */
export async function withSealingBroken(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.defineProperty(RTCRtpSender.prototype, 'transform', { value: null, writable: true })
  })
}

/** On how many lines of all its connections this page sends pictures within a second, and in how many bits. */
export const picturesSent = ({
  page,
}: Person): Promise<{ lines: number; bits: number; payloadType: number }> =>
  page.evaluate(async () => {
    const { connections } = pageWatch
    const look = async () => {
      const lines = new Map<string, { bytes: number; payloadType: number }>()
      for (const [at, connection] of connections.entries()) {
        if (connection.connectionState !== 'connected') continue
        const report = Array.from((await connection.getStats()).values())
        for (const { id, type, kind, bytesSent, codecId } of report) {
          const codec = report.find((entry) => entry.id === codecId)
          if (type === 'outbound-rtp' && kind === 'video')
            lines.set(`${at} ${id}`, { bytes: bytesSent, payloadType: codec?.payloadType ?? 0 })
        }
      }
      return lines
    }
    const before = await look()
    await new Promise((resolve) => {
      setTimeout(resolve, 1_000)
    })
    const sent = Array.from(await look(), ([id, { bytes, payloadType }]) => ({
      bits: 8 * (bytes - (before.get(id)?.bytes ?? 0)),
      payloadType,
    })).filter(({ bits }) => bits > 0)
    return {
      lines: sent.length,
      bits: sent.reduce((sum, { bits }) => sum + bits, 0),
      payloadType: sent[0]?.payloadType ?? 0,
    }
  })

/** This page sends its pictures in another size from now on, which begins with frames that stand for themselves. */
export const sendsAfresh = ({ page }: Person): Promise<void> =>
  page.evaluate(async () => {
    for (const connection of pageWatch.connections) {
      for (const sender of connection.getSenders()) {
        const parameters = sender.getParameters()
        const [encoding] = parameters.encodings
        if (sender.track?.kind !== 'video' || encoding === undefined) continue
        encoding.scaleResolutionDownBy = 1.25
        await sender.setParameters(parameters)
      }
    }
  })

/** What somebody sees who plays some frames. */
export interface Shown {
  frames: number
  /** Of them, those that stand for themselves. */
  keyFrames: number
  /** How many of them a decoder makes a picture of, whatever it shows. */
  decoded: number
  /** Of those looked for: in which of them a picture was filled. */
  colours: string[]
}

/** Plays these frames of VP8 from the first that stands for itself, and looks for pictures filled with one of these colours. */
export function played(
  { page }: Person,
  frames: readonly Uint8Array<ArrayBuffer>[],
  colours: readonly string[],
): Promise<Shown> {
  const start = frames.findIndex(isKeyFrame)
  const chunks = (start < 0 ? [] : frames.slice(start)).map((frame) => ({
    type: isKeyFrame(frame) ? ('key' as const) : ('delta' as const),
    text: Buffer.from(frame).toString('base64'),
  }))
  const wanted = colours.map((colour) => ({ colour, parts: Array.from(Buffer.from(colour.slice(1), 'hex')) }))
  return page.evaluate(play, { chunks, wanted }).then((shown) => ({
    ...shown,
    frames: frames.length,
    keyFrames: frames.filter(isKeyFrame).length,
  }))
}

const isKeyFrame = (frame: Uint8Array): boolean => ((frame[0] ?? 1) & 1) === 0

/* Runs in the page: uses nothing outside itself. */
async function play({
  chunks,
  wanted,
}: {
  chunks: readonly { type: 'key' | 'delta'; text: string }[]
  wanted: readonly { colour: string; parts: readonly number[] }[]
}): Promise<Omit<Shown, 'frames' | 'keyFrames'>> {
  const context = new OffscreenCanvas(4, 4).getContext('2d', { willReadFrequently: true })
  const found = new Set<string>()
  let decoded = 0
  const decoder = new VideoDecoder({
    output: (frame) => {
      decoded += 1
      context?.drawImage(frame, 0, 0, 4, 4)
      frame.close()
      // What moves is in the upper quarter alone; compression shifts a colour a little.
      const pixels = Array.from(context?.getImageData(0, 1, 4, 3).data ?? [])
      for (const { colour, parts } of wanted) {
        const isFilled = pixels.every(
          (level, at) => at % 4 === 3 || Math.abs(level - (parts[at % 4] ?? 0)) < 60,
        )
        if (isFilled) found.add(colour)
      }
    },
    error: () => undefined,
  })
  decoder.configure({ codec: 'vp8' })
  for (const [at, { type, text }] of chunks.entries()) {
    if (decoder.state === 'closed') break
    const data = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
    decoder.decode(new EncodedVideoChunk({ type, timestamp: at * 50_000, data }))
  }
  if (decoder.state !== 'closed') await decoder.flush().catch(() => undefined)
  return { decoded, colours: Array.from(found) }
}
