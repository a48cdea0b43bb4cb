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

/** What somebody sees who plays these frames of VP8: the colour in the middle of the last; null where none can be played. */
export const colourPlayed = (
  { page }: Person,
  frames: readonly Uint8Array<ArrayBuffer>[],
): Promise<number[] | null> =>
  page.evaluate(
    async (texts) => {
      const chunks = texts.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)))
      const start = chunks.findIndex((chunk) => ((chunk[0] ?? 1) & 1) === 0)
      let colour: number[] | null = null
      const context = new OffscreenCanvas(1, 1).getContext('2d')
      const decoder = new VideoDecoder({
        output: (frame) => {
          const { displayWidth: width, displayHeight: height } = frame
          context?.drawImage(frame, width / 2, height / 2, 1, 1, 0, 0, 1, 1)
          colour = Array.from(context?.getImageData(0, 0, 1, 1).data.slice(0, 3) ?? [])
          frame.close()
        },
        error: () => undefined,
      })
      decoder.configure({ codec: 'vp8' })
      for (const [at, data] of chunks.slice(start).entries()) {
        if (start < 0 || decoder.state === 'closed') break
        const type = ((data[0] ?? 1) & 1) === 0 ? 'key' : 'delta'
        decoder.decode(new EncodedVideoChunk({ type, timestamp: at * 50_000, data }))
      }
      if (decoder.state !== 'closed') await decoder.flush().catch(() => undefined)
      return colour
    },
    frames.map((frame) => Buffer.from(frame).toString('base64')),
  )
