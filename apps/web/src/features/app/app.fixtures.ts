import { Devices, LocalMedia } from '@visita/call'
import { FakeCapture } from '@visita/call/testing'
import type { ReplyOf, SessionState } from '@visita/protocol'
import { expect, vi } from 'vitest'
import type { Link } from '../../platform/link.ts'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { aSocket } from '../../platform/testing/fake-socket.ts'
import { aPerson, aRingId, aSeat, aSeatAsCalled, asParticipant } from '../../platform/testing/samples.ts'
import { aGuest, aReply } from '../../platform/testing/sessions.ts'
import { AppModel } from './app-model.ts'

/**
 * An opened page. `session`: who this browser is to the server; `allowed`: camera and microphone need no question;
 * `seated`: it was reloaded in a visit; `link`: with what link it was opened.
 */
export async function aPage({
  session = aGuest(),
  allowed = true,
  seated = false,
  link = null,
}: {
  session?: SessionState
  allowed?: boolean
  seated?: boolean
  link?: Link | null
} = {}) {
  const page = new FakePage().install()
  page.answers.set('GET /api/session', aReply(session))
  page.answers.set('PUT /api/session/guest', aReply(aGuest()))
  if (seated) page.stored.set('visita.seat', JSON.stringify(aSeat()))
  const { wire, socket } = aSocket()
  const capture = new FakeCapture()
  const events = new EventTarget()
  const address = { link }
  const clock = { now: 0 }
  const model = new AppModel({
    media: new LocalMedia(capture),
    devices: new Devices(undefined),
    socket,
    mayUseMedia: () => Promise.resolve(allowed),
    takeLink: () => {
      const taken = address.link
      address.link = null
      return taken
    },
    now: () => clock.now,
    page: events,
  })
  const at = (wanted: string) => vi.waitFor(() => expect(model.stage.get().at).toBe(wanted))
  const asks = (): boolean => !events.dispatchEvent(new Event('beforeunload', { cancelable: true }))
  await model.start()
  return { page, wire, capture, events, address, clock, model, at, asks }
}

export const theLobby: ReplyOf<'lobby:enter'> = {
  self: aPerson(1),
  people: [],
  openVisit: null,
  incoming: null,
  outgoing: null,
}

/** A page in the lobby. */
export async function aVisitor() {
  const open = await aPage()
  open.wire.open()
  await open.wire.answer('lobby:enter', theLobby)
  open.capture.question.grant()
  await open.at('lobby')
  return open
}

/** A page in a visit. */
export async function aParticipant() {
  const open = await aVisitor()
  const { wire, model } = open
  wire.tell('ring:incoming', { ringId: aRingId(), from: asParticipant(aPerson(2)), into: 'call' })
  const accepting = model.lobby.accept()
  await wire.answer('ring:accept', aSeatAsCalled())
  await accepting
  await open.at('visit')
  const stage = model.stage.get()
  if (stage.at !== 'visit') throw new Error('no visit')
  return { ...open, visit: stage.visit }
}
