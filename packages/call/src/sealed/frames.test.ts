import { MEDIA_ROLES, type MediaRole } from '@visita/protocol'
import { assert, asyncProperty, constantFrom, nat, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clearBytes, TAG, TRAILER } from './frame-layout.ts'
import { FrameOpener, OpeningKeys } from './frame-opener.ts'
import { FrameSealer, importMediaKey, type MediaKey } from './frame-sealer.ts'

const aKey = async (id = 0): Promise<MediaKey> => ({
  id,
  key: await importMediaKey(crypto.getRandomValues(new Uint8Array(32))),
})

/** Who sends, and who has their key. */
async function aLine(role: MediaRole = 'camera') {
  const [key, sealer, keys] = [await aKey(), new FrameSealer(), new OpeningKeys()]
  sealer.use(key)
  keys.add(key)
  const opener = new FrameOpener(role, keys)
  const seal = async (frame: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => {
    const sealed = await sealer.seal(role, frame)
    if (sealed === null) throw new Error('nothing was sealed')
    return sealed
  }
  return { key, sealer, keys, opener, seal }
}

/** Of VP8, RFC 6386, section 9.1: the lowest bit of the first byte is 0 in a key frame. */
const KEY_FRAME = Uint8Array.from([0x50, 0x31, 0, 0x9d, 1, 0x2a, 0x80, 2, 0x68, 1, 7, 7, 7, 7, 7, 7])
const DELTA_FRAME = Uint8Array.from([0x51, 0x31, 0, 9, 9, 9, 9, 9, 9, 9, 9, 9])

const frames = uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes))
const roles = constantFrom(...MEDIA_ROLES)

describe('[X6] a sealed frame', () => {
  it('opens to what it was, whatever it was, with a fixed number of bytes more', async () => {
    await assert(
      asyncProperty(roles, frames, async (role, frame) => {
        const { seal, opener } = await aLine(role)
        const sealed = await seal(frame)
        expect(sealed).toHaveLength(frame.length + TAG + TRAILER)
        expect(await opener.open(sealed)).toEqual(frame)
      }),
    )
  })

  it.each([0, 1, 2, 3, 4, 9, 10, 11])('of %i bytes is sealed too', async (length) => {
    for (const first of [0x50, 0x51]) {
      const { seal, opener } = await aLine()
      const frame = new Uint8Array(length).fill(first)
      const sealed = await seal(frame)
      expect(await opener.open(sealed)).toEqual(frame)
    }
  })

  it('leaves clear what a VP8 packetiser and a forwarding server read, and of a voice nothing', async () => {
    const { seal } = await aLine()
    expect((await seal(KEY_FRAME)).subarray(0, 10)).toEqual(KEY_FRAME.subarray(0, 10))
    expect((await seal(DELTA_FRAME)).subarray(0, 3)).toEqual(DELTA_FRAME.subarray(0, 3))
    expect(clearBytes('camera', KEY_FRAME, KEY_FRAME.length)).toBe(10)
    expect(clearBytes('camera', DELTA_FRAME, DELTA_FRAME.length)).toBe(3)
    expect(clearBytes('microphone', KEY_FRAME, KEY_FRAME.length)).toBe(0)
  })

  it('shows nothing of the rest: no run of four of its bytes is in what is sent', async () => {
    const { seal } = await aLine()
    const secret = crypto.getRandomValues(new Uint8Array(200))
    const sealed = (await seal(Uint8Array.from([...KEY_FRAME, ...secret]))).join()
    for (let at = 0; at + 4 <= secret.length; at += 1) {
      expect(sealed).not.toContain(`,${secret.slice(at, at + 4).join()},`)
    }
  })

  it('is dropped when any bit of it was changed, the clear ones too', async () => {
    await assert(
      asyncProperty(roles, frames, nat(), async (role, frame, where) => {
        const { seal, opener } = await aLine(role)
        const sealed = await seal(frame)
        const bit = where % (8 * sealed.length)
        const changed = sealed.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
        expect(await opener.open(changed)).toBeNull()
        expect(await opener.open(sealed)).toEqual(frame)
      }),
    )
  })

  it('is dropped when it is cut short, or was never sealed', async () => {
    const { seal, opener } = await aLine()
    const sealed = await seal(KEY_FRAME)
    for (let length = 0; length < sealed.length; length += 1) {
      expect(await opener.open(sealed.slice(0, length))).toBeNull()
    }
    await assert(
      asyncProperty(frames, async (plain) => {
        expect(await opener.open(plain)).toBeNull()
      }),
    )
  })

  it('opens once, and not on another line', async () => {
    const { seal, opener, keys } = await aLine('camera')
    const sealed = await seal(KEY_FRAME)
    expect(await new FrameOpener('secondCamera', keys).open(sealed)).toBeNull()
    const both = await Promise.all([opener.open(sealed), opener.open(sealed)])
    expect(both).toEqual([KEY_FRAME, null])
    expect(await opener.open(sealed)).toBeNull()
  })

  it('may be overtaken by those of a second, and not by a thousand', async () => {
    const { seal, opener } = await aLine()
    const sent: Uint8Array<ArrayBuffer>[] = []
    for (let count = 0; count < 1_100; count += 1) sent.push(await seal(DELTA_FRAME))
    const [first, second, ...others] = sent
    const last = others.at(-1)
    const late = others.at(-900)
    if (!first || !second || !last || !late) throw new Error('too few')
    expect(await opener.open(second)).toEqual(DELTA_FRAME)
    expect(await opener.open(last)).toEqual(DELTA_FRAME)
    expect(await opener.open(late)).toEqual(DELTA_FRAME)
    expect(await opener.open(first)).toBeNull()
    expect(await opener.open(second)).toBeNull()
  })
})

describe('[X6] a key', () => {
  it('that is another opens nothing, also under the same id', async () => {
    const { seal } = await aLine()
    const keys = new OpeningKeys()
    const opener = new FrameOpener('camera', keys)
    expect(await opener.open(await seal(KEY_FRAME))).toBeNull()
    keys.add(await aKey())
    expect(await opener.open(await seal(KEY_FRAME))).toBeNull()
  })

  it('after a change opens nothing of before, and the one of before nothing of after', async () => {
    const { seal, sealer, opener, keys } = await aLine()
    const before = await seal(KEY_FRAME)
    const next = await aKey(1)
    sealer.use(next)
    const after = await seal(KEY_FRAME)
    expect(await opener.open(after)).toBeNull()
    const newcomer = new OpeningKeys()
    newcomer.add(next)
    expect(await new FrameOpener('camera', newcomer).open(before)).toBeNull()
    expect(await new FrameOpener('camera', newcomer).open(after)).toEqual(KEY_FRAME)
    keys.add(next)
    expect(await opener.open(before)).toEqual(KEY_FRAME)
  })

  it('of before is over once the next is in use, but for what is still on its way', async () => {
    let now = 0
    const keys = new OpeningKeys(() => now)
    const [first, second, sealer] = [await aKey(0), await aKey(1), new FrameSealer()]
    const opener = new FrameOpener('camera', keys)
    const seal = async () => (await sealer.seal('camera', DELTA_FRAME)) ?? new Uint8Array()
    keys.add(first)
    keys.add(second)
    sealer.use(first)
    now = 10_000
    expect(await opener.open(await seal())).toEqual(DELTA_FRAME)
    const [late, tooLate] = [await seal(), await seal()]
    sealer.use(second)
    expect(await opener.open(await seal())).toEqual(DELTA_FRAME)
    now += 1_000
    expect(await opener.open(late)).toEqual(DELTA_FRAME)
    now += 2_000
    expect(await opener.open(tooLate)).toBeNull()
    expect(await opener.open(await seal())).toEqual(DELTA_FRAME)
  })

  it('of a reloaded page takes the place of the one with its id, with numbers of its own', async () => {
    const { seal, sealer, opener, keys } = await aLine()
    expect(await opener.open(await seal(KEY_FRAME))).toEqual(KEY_FRAME)
    const again = await aKey(0)
    keys.add(again)
    sealer.use(again)
    expect(await opener.open(await seal(KEY_FRAME))).toEqual(KEY_FRAME)
  })

  it('never seals two frames with one number: not on two lines at once', async () => {
    const { sealer } = await aLine()
    const sealed = await Promise.all(
      Array.from({ length: 200 }, (_, at) => sealer.seal(at % 2 ? 'camera' : 'microphone', DELTA_FRAME)),
    )
    expect(new Set(sealed.map((frame) => String(frame?.slice(-TRAILER)))).size).toBe(200)
  })

  it('that is not there lets nothing out', async () => {
    expect(await new FrameSealer().seal('camera', KEY_FRAME)).toBeNull()
  })
})
