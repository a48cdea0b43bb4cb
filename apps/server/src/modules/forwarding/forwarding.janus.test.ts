import { personIdSchema, type PersonId, roomIdSchema } from '@visita/protocol'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createLogger } from '../../platform/logger.ts'
import { newId, newRoomId } from '../../platform/random.ts'
import { aJanus, type TestJanus } from '../../testing/janus.ts'
import { Forwarding } from './forwarding.ts'
import { JanusSession } from './janus-session.ts'

let janus: TestJanus
let forwarding: Forwarding
let told: { roomId: string; publishing: PersonId[] }[]
beforeAll(async () => {
  janus = await aJanus()
})
afterAll(() => janus[Symbol.asyncDispose]())
beforeEach(() => {
  forwarding = forwardingAt(janus)
})
afterEach(() => forwarding.close())

function forwardingAt(place: { url: string; secret: string } | null): Forwarding {
  told = []
  return new Forwarding({
    place,
    logger: createLogger('silent', process.stdout),
    onPublishing: (roomId, publishing) => told.push({ roomId, publishing }),
  })
}

const aRoom = () => roomIdSchema.parse(newRoomId())
const aPerson = (): PersonId => personIdSchema.parse(newId())

/** What a page offers: a voice and three pictures, as `kinds` names their codecs. */
const anOffer = (video = 'VP8') =>
  [
    'v=0',
    'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0 1 2 3',
    ...['audio', 'video', 'video', 'video'].flatMap((kind, mid) => [
      `m=${kind} 9 UDP/TLS/RTP/SAVPF 96`,
      'c=IN IP4 0.0.0.0',
      'a=ice-ufrag:abcd',
      'a=ice-pwd:abcdefghijklmnopqrstuvwx',
      `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
      'a=setup:actpass',
      `a=mid:${mid}`,
      'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
      'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
      'a=sendonly',
      'a=rtcp-mux',
      kind === 'audio' ? 'a=rtpmap:96 opus/48000/2' : `a=rtpmap:96 ${video}/90000`,
    ]),
    '',
  ].join('\r\n')

/** The rooms that Janus has of ours; they are private, so only its keeper sees them. */
async function handlesInJanus(): Promise<number> {
  const socket = new WebSocket(janus.admin.url, 'janus-admin-protocol')
  const ask = (body: Record<string, unknown>): Promise<Record<string, unknown>> =>
    new Promise((resolve) => {
      socket.addEventListener('message', ({ data }) => resolve(JSON.parse(String(data))), { once: true })
      socket.send(JSON.stringify({ ...body, transaction: newId(), admin_secret: janus.admin.secret }))
    })
  await new Promise((resolve) => {
    socket.addEventListener('open', resolve, { once: true })
  })
  const { sessions } = await ask({ janus: 'list_sessions' })
  let count = 0
  for (const session of Array.isArray(sessions) ? sessions : []) {
    const { handles } = await ask({ janus: 'list_handles', session_id: session })
    count += Array.isArray(handles) ? handles.length : 0
  }
  socket.close()
  return count
}

describe('[X6] a room by the forwarding server', () => {
  test('takes what a page offers: Opus and VP8 on its four lines, and not how loud somebody is', async () => {
    const roomId = aRoom()
    const { sdp } = await forwarding.publish(aPerson(), { roomId, sdp: anOffer() })
    expect(sdp.match(/^m=(audio|video) [1-9]/gm)).toHaveLength(4)
    expect(sdp.match(/^a=recvonly/gm)).toHaveLength(4)
    expect(sdp).toContain('opus/48000')
    expect(sdp.match(/VP8\/90000/g)).toHaveLength(3)
    expect(sdp).not.toContain('ssrc-audio-level')
    expect(sdp).toMatch(/^a=candidate:/m)
  })

  test('takes no other kind of picture, of which more would have to stay readable', async () => {
    const { sdp } = await forwarding.publish(aPerson(), { roomId: aRoom(), sdp: anOffer('H264') })
    expect(sdp.match(/^m=video 0/gm)).toHaveLength(3)
    expect(sdp).not.toContain('H264')
  })

  test('gives nothing of somebody who sends nothing yet, and of another room nothing at all', async () => {
    const [roomId, sender, receiver] = [aRoom(), aPerson(), aPerson()]
    await forwarding.publish(sender, { roomId, sdp: anOffer() })
    await expect(forwarding.subscribe(receiver, { roomId, of: sender })).rejects.toThrow('peer_absent')
    await expect(forwarding.subscribe(receiver, { roomId: aRoom(), of: sender })).rejects.toThrow(
      'peer_absent',
    )
    expect(await forwarding.look(roomId)).toEqual({ offered: true, publishing: [] })
  })

  test('refuses what is no description, and goes on', async () => {
    const roomId = aRoom()
    await expect(forwarding.publish(aPerson(), { roomId, sdp: 'hello' })).rejects.toThrow('unavailable')
    await forwarding.publish(aPerson(), { roomId, sdp: anOffer() })
  })

  test('ends in Janus with the visit, when the last one stops, and with whoever leaves', async () => {
    const [first, second, sender, other] = [aRoom(), aRoom(), aPerson(), aPerson()]
    const before = await handlesInJanus()
    for (const roomId of [first, second]) {
      await forwarding.publish(sender, { roomId, sdp: anOffer() })
      await forwarding.publish(other, { roomId, sdp: anOffer() })
    }
    // A hand for each room, and a line for each who sends.
    expect(await handlesInJanus()).toBe(before + 6)
    await forwarding.left(first, other)
    await vi.waitFor(async () => expect(await handlesInJanus()).toBe(before + 5))
    await forwarding.stop(sender, { roomId: first, of: sender })
    await vi.waitFor(async () => expect(await handlesInJanus()).toBe(before + 3))
    await forwarding.ended(second)
    await vi.waitFor(async () => expect(await handlesInJanus()).toBe(before))
  })

  test('takes a second offer in the place of the first', async () => {
    const [roomId, sender] = [aRoom(), aPerson()]
    await forwarding.publish(sender, { roomId, sdp: anOffer() })
    const before = await handlesInJanus()
    await forwarding.publish(sender, { roomId, sdp: anOffer() })
    await vi.waitFor(async () => expect(await handlesInJanus()).toBe(before))
  })
})

describe('[X6] the forwarding server', () => {
  test('that goes away is said at once to every room of it, and used again when it is back', async () => {
    const mortal = await aJanus()
    const ours = forwardingAt(mortal)
    const roomId = aRoom()
    await ours.publish(aPerson(), { roomId, sdp: anOffer() })
    await mortal.kill()
    await vi.waitFor(() => expect(told).toEqual([{ roomId, publishing: [] }]))
    await expect(ours.publish(aPerson(), { roomId, sdp: anOffer() })).rejects.toThrow('unavailable')
    expect([await ours.isReachable(), (await ours.look(roomId)).offered]).toEqual([false, true])
    await mortal[Symbol.asyncDispose]()
    const again = await aJanus({ port: Number(new URL(mortal.url).port) })
    await ours.publish(aPerson(), { roomId, sdp: anOffer() })
    expect(await ours.isReachable()).toBe(true)
    await ours.close()
    await again[Symbol.asyncDispose]()
  })

  test('lets nobody in who does not share the secret', async () => {
    const strangers = forwardingAt({ url: janus.url, secret: 'a guess' })
    const offer = { roomId: aRoom(), sdp: anOffer() }
    await expect(strangers.publish(aPerson(), offer)).rejects.toThrow('unavailable')
    expect(await strangers.isReachable()).toBe(false)
  })

  test('that the clinic does not have is not offered', async () => {
    const none = forwardingAt(null)
    const roomId = aRoom()
    expect(await none.look(roomId)).toEqual({ offered: false, publishing: [] })
    await expect(none.publish(aPerson(), { roomId, sdp: anOffer() })).rejects.toThrow('unavailable')
    expect(await none.isReachable()).toBeNull()
  })

  test('shows its rooms to nobody else who shares the secret either', async () => {
    await forwarding.publish(aPerson(), { roomId: aRoom(), sdp: anOffer() })
    using session = await JanusSession.open(janus, () => undefined)
    const { data } = await (await session.attach()).say({ request: 'list' })
    expect(data['list']).toEqual([])
  })
})
