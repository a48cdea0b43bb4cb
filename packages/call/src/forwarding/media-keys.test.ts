import { personIdSchema, type PersonId } from '@visita/protocol'
import { v4 } from 'uuid'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FrameCoder } from '../sealed/frame-coder.ts'
import { FrameOpener, OpeningKeys } from '../sealed/frame-opener.ts'
import { FrameSealer } from '../sealed/frame-sealer.ts'
import { fakePipePair } from '../testing/index.ts'
import { MediaKeys } from './media-keys.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const FRAME = Uint8Array.from([1, 2, 3, 4, 5])
const aPerson = (): PersonId => personIdSchema.parse(v4())

/** Somebody's page, with the real sealing in the place of its worker. */
function aPage() {
  const sealer = new FrameSealer()
  const people = new Map<PersonId, OpeningKeys>()
  const keysOf = (person: PersonId): OpeningKeys => {
    const keys = people.get(person) ?? new OpeningKeys()
    people.set(person, keys)
    return keys
  }
  const coder: FrameCoder = {
    sealWith: (key) => sealer.use(key),
    openWith: (person, key) => keysOf(person).add(key),
    forget: (person) => void people.delete(person),
    seal: () => undefined,
    open: () => undefined,
    onOpened: () => () => undefined,
    onBroken: () => () => undefined,
    close: () => undefined,
  }
  const id = aPerson()
  return {
    id,
    keys: new MediaKeys(() => coder),
    seal: () => sealer.seal('camera', FRAME),
    opens: async (from: PersonId, frame: Uint8Array<ArrayBuffer> | null) =>
      frame !== null && (await new FrameOpener('camera', keysOf(from)).open(frame)) !== null,
  }
}

type Page = ReturnType<typeof aPage>

/** The two are in the same room; `leave` is as the first one's page hears of it. */
function join(first: Page, second: Page) {
  const pipes = fakePipePair()
  const leave = first.keys.attach(second.id, pipes.left)
  second.keys.attach(first.id, pipes.right)
  pipes.open()
  return { pipes, leave }
}

/* Importing a key takes as long as any other work of the kind, and its answers come after it. */
async function settle(...pairs: { pipes: { settle: () => void } }[]): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    for (const { pipes } of pairs) pipes.settle()
    await crypto.subtle.digest('SHA-256', new Uint8Array())
  }
}

describe('[X6] the keys of what is forwarded', () => {
  it('reach the others, who open what is sealed with them', async () => {
    const [sender, receiver] = [aPage(), aPage()]
    const pair = join(sender, receiver)
    sender.keys.begin()
    await settle(pair)
    expect(await receiver.opens(sender.id, await sender.seal())).toBe(true)
  })

  it('are not told, and nothing is sealed, while nothing is forwarded', async () => {
    const [sender, receiver] = [aPage(), aPage()]
    const pair = join(sender, receiver)
    expect(pair.pipes.left.inFlight).toEqual([])
    await settle(pair)
    expect(await sender.seal()).toBeNull()
  })

  it('change when somebody leaves: what they have opens nothing that comes after', async () => {
    const [sender, receiver, leaver] = [aPage(), aPage(), aPage()]
    const pairs = [join(sender, receiver), join(sender, leaver)]
    sender.keys.begin()
    await settle(...pairs)
    expect(await leaver.opens(sender.id, await sender.seal())).toBe(true)
    pairs[1]?.leave()
    await settle(...pairs)
    const after = await sender.seal()
    expect([await receiver.opens(sender.id, after), await leaver.opens(sender.id, after)]).toEqual([
      true,
      false,
    ])
  })

  it('change when somebody comes: what they get opens nothing of before', async () => {
    const [sender, receiver, newcomer] = [aPage(), aPage(), aPage()]
    const first = join(sender, receiver)
    sender.keys.begin()
    await settle(first)
    const before = await sender.seal()
    const second = join(sender, newcomer)
    await settle(first, second)
    const after = await sender.seal()
    expect([await newcomer.opens(sender.id, before), await newcomer.opens(sender.id, after)]).toEqual([
      false,
      true,
    ])
    expect(await receiver.opens(sender.id, after)).toBe(true)
  })

  it('come into use when all have them, and after a second where one does not answer', async () => {
    const [sender, receiver, silent] = [aPage(), aPage(), aPage()]
    const [first, second] = [join(sender, receiver), join(sender, silent)]
    sender.keys.begin()
    await settle(first)
    expect(await sender.seal()).toBeNull()
    vi.advanceTimersByTime(1_000)
    await settle(first)
    expect(await receiver.opens(sender.id, await sender.seal())).toBe(true)
    // The late answer must not begin the numbers of this key anew.
    const numberOf = async () => (await sender.seal())?.slice(-4).join()
    const before = await numberOf()
    await settle(second)
    expect(await numberOf()).not.toBe(before)
    expect(await numberOf()).not.toBe('0,0,0,0')
  })

  it('are told again to a page that came anew', async () => {
    const [sender, receiver] = [aPage(), aPage()]
    const pair = join(sender, receiver)
    sender.keys.begin()
    await settle(pair)
    pair.pipes.cut()
    const again = aPage()
    again.keys.attach(sender.id, pair.pipes.right)
    pair.pipes.open()
    await settle(pair)
    expect(await again.opens(sender.id, await sender.seal())).toBe(true)
  })

  it('leave nothing running', async () => {
    const [sender, receiver] = [aPage(), aPage()]
    join(sender, receiver)
    sender.keys.begin()
    sender.keys.end()
    expect(vi.getTimerCount()).toBe(0)
  })
})
