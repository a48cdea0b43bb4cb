import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { settled } from '../../platform/testing/fake-socket.ts'
import { aPeer, aPerson, aRoomId, aSeat, asParticipant } from '../../platform/testing/samples.ts'
import { aReply, nobody } from '../../platform/testing/sessions.ts'
import { aRecord } from '../visit/visit.fixtures.ts'
import { aPage, aParticipant, aVisitor, theLobby } from './app.fixtures.ts'

beforeAll(async () => {
  // Loaded once here, because the first time takes its time.
  await import('../visit/index.ts')
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const { visitId } = aSeat()
const self = asParticipant(aPerson(1))
const peer = aPeer()

describe('[A3] opening the page', () => {
  it('asks a new person for the name, then for camera and microphone, then shows who is here', async () => {
    const { page, wire, model } = await aPage({ session: nobody, allowed: false })
    expect(model.stage.get().at).toBe('welcome')
    await model.identify('Bernard Rieux')
    expect([model.stage.get().at, model.session.self, wire.connects]).toEqual(['prepare', self, 1])
    wire.open()
    await wire.answer('lobby:enter', theLobby)
    expect(model.stage.get().at).toBe('prepare')
    model.goOn()
    expect(model.stage.get().at).toBe('lobby')
    page.answers.set('DELETE /api/session', aReply(nobody))
    await model.leave()
    expect([model.stage.get().at, model.session.self]).toEqual(['welcome', null])
  })

  it('takes a known person to the people here, with the camera where it is allowed', async () => {
    const { model, wire } = await aVisitor()
    expect(model.media.sources.get().camera.status).toBe('live')
    expect(wire.connects).toBe(1)
  })

  it('explains first where the browser will ask', async () => {
    const { wire, capture, at } = await aPage({ allowed: false })
    wire.open()
    await wire.answer('lobby:enter', theLobby)
    await at('prepare')
    expect(capture.asked).toEqual([])
  })

  it('says that the server cannot be reached, and tries again when asked to', async () => {
    const { page, model } = await aPage()
    page.answers.clear()
    await model.start()
    expect(model.stage.get().at).toBe('unreachable')
    page.answers.set('GET /api/session', aReply(nobody))
    await model.start()
    expect(model.stage.get().at).toBe('welcome')
  })

  it('says why the server does not take this page', async () => {
    const { wire, model } = await aPage()
    wire.refuseHandshake('protocol_mismatch')
    expect(model.stage.get()).toEqual({ at: 'blocked', code: 'protocol_mismatch' })
    wire.refuseHandshake('not_identified')
    expect(model.stage.get()).toMatchObject({ at: 'welcome', signedOut: null })
  })
})

describe('[B10] a reload in a visit', () => {
  it('comes back into it', async () => {
    const { wire, capture, model, at } = await aPage({ seated: true })
    wire.open()
    await wire.answer('lobby:enter', theLobby)
    await wire.answer('room:join', aSeat())
    await at('visit')
    capture.question.grant()
    await vi.waitFor(() =>
      expect(model.media.outgoing.get()).toMatchObject({ camera: 'live', microphone: 'live' }),
    )
  })

  it('hears of the end while the browser still asks for the camera, and lets go of what comes late', async () => {
    const { wire, capture, model, at } = await aPage({ seated: true })
    wire.open()
    await wire.answer('lobby:enter', theLobby)
    await wire.answer('room:join', aSeat())
    await at('visit')
    wire.tell('room:ended', { roomId: aRoomId(), reason: 'ended', by: peer.id, endedAt: 9 })
    await at('ended')
    capture.question.grant()
    await settled()
    expect(model.media.outgoing.get()).toMatchObject({ camera: 'none', microphone: 'none' })
  })

  it('shows who is here when the visit is over', async () => {
    const { page, wire, capture, at } = await aPage({ seated: true })
    wire.open()
    await wire.answer('lobby:enter', theLobby)
    await wire.refuse('room:join', 'visit_ended')
    capture.question.grant()
    await at('lobby')
    expect(page.stored.size).toBe(0)
  })

  it('comes back into it although the line was cut once more, into one visit only', async () => {
    const { page, wire, capture, model, at } = await aPage({ seated: true })
    wire.open()
    await wire.answer('lobby:enter', theLobby)
    wire.drop()
    wire.open()
    await vi.waitFor(() => expect(wire.requests('lobby:enter')).toHaveLength(2))
    expect([page.stored.size, model.stage.get().at]).toEqual([1, 'starting'])
    await wire.answer('lobby:enter', theLobby)
    await wire.answer('room:join', aSeat())
    capture.question.grant()
    await at('visit')
    await settled()
    expect(page.connections).toHaveLength(1)
  })
})

describe('[B3] the end of a visit', () => {
  it('shows what happened, and the way back into it', async () => {
    const { wire, capture, model, visit, at } = await aParticipant()
    wire.tell('room:ended', { roomId: aRoomId(), reason: 'ended', by: peer.id, endedAt: 9 })
    expect(model.stage.get()).toMatchObject({ at: 'ended', peerIsBack: false, problem: null })
    wire.tell('room:reopened', { roomId: aRoomId(2) })
    expect(model.stage.get()).toMatchObject({ peerIsBack: false })
    wire.tell('room:reopened', { roomId: aRoomId() })
    expect(model.stage.get()).toMatchObject({ peerIsBack: true })
    const returning = model.returnTo({ visit, end: { reason: 'ended', by: null, endedAt: 9 } })
    expect(await wire.answer('room:join', aSeat())).toEqual({ intent: 'return', roomId: aRoomId() })
    capture.question.grant()
    await at('visit')
    await returning
  })

  it('is returned to once, however often the button is pressed', async () => {
    const { page, wire, model, visit, at } = await aParticipant()
    visit.end()
    const ended = { visit, end: { reason: 'ended', by: null, endedAt: 9 } } as const
    const presses = [model.returnTo(ended), model.returnTo(ended)]
    await wire.answer('room:join', aSeat())
    await Promise.all(presses)
    await at('visit')
    expect(wire.requests('room:join')).toHaveLength(1)
    expect(page.connections).toHaveLength(2)
  })

  it('leaves the camera off until the person goes back to the people here', async () => {
    const { capture, model, visit } = await aParticipant()
    visit.end()
    await settled()
    expect(model.media.sources.get().camera.status).toBe('off')
    model.goOn()
    capture.question.grant()
    await vi.waitFor(() => expect(model.media.sources.get().camera.status).toBe('live'))
  })

  it('says why there is no way back', async () => {
    const { wire, model, visit } = await aParticipant()
    visit.end()
    const returning = model.returnTo({ visit, end: { reason: 'ended', by: null, endedAt: 9 } })
    await wire.refuse('room:join', 'visit_ended')
    await returning
    expect(model.stage.get()).toMatchObject({ at: 'ended', problem: 'visit_ended' })
  })

  it('keeps what still waits as soon as the line is back', async () => {
    const { wire, visit } = await aParticipant()
    wire.drop()
    visit.end()
    await settled()
    expect(visit.keeper.state.get().waiting).toBe(1)
    const hurry = vi.spyOn(visit.keeper, 'hurry')
    wire.open()
    await vi.waitFor(() => expect(hurry).toHaveBeenCalled())
  })

  it('by another tab is shown with the way to take it over', async () => {
    const { wire, model } = await aParticipant()
    wire.tell('room:taken_over', { roomId: aRoomId() })
    expect(model.stage.get()).toEqual({ at: 'elsewhere', roomId: aRoomId(), problem: null })
  })
})

it('[B3] learns of an end that came while the room’s script was loading', async () => {
  const { page, wire, model, at } = await aPage()
  wire.open()
  await wire.answer('lobby:enter', theLobby)
  model.lobby.emit('seat', aSeat())
  wire.tell('room:ended', { roomId: aRoomId(), reason: 'ended', by: peer.id, endedAt: 9 })
  await at('visit')
  page.answers.set(`GET /api/visits/${visitId}`, aRecord({ end: { reason: 'ended', by: peer.id } }))
  await wire.refuse('room:join', 'visit_ended')
  await at('ended')
  expect(model.stage.get()).toMatchObject({ ended: { end: { reason: 'ended', by: peer.id } } })
})

describe('[B10] a server that no longer takes this page', () => {
  it('leaves the running call alone, and is told of afterwards', async () => {
    const { wire, model, visit } = await aParticipant()
    wire.drop()
    wire.refuseHandshake('protocol_mismatch')
    expect(model.stage.get().at).toBe('visit')
    visit.end()
    model.goOn()
    expect(model.stage.get()).toEqual({ at: 'blocked', code: 'protocol_mismatch' })
  })
})

describe('[B33] closing the page', () => {
  it('asks nothing while nothing would be lost', async () => {
    const { asks } = await aVisitor()
    expect(asks()).toBe(false)
  })

  it('asks during the visit, and tells the server when it is closed all the same', async () => {
    const { page, events, visit, asks } = await aParticipant()
    expect(asks()).toBe(true)
    events.dispatchEvent(new Event('pagehide'))
    expect(page.beacons).toEqual(['/api/rooms/closing'])
    visit.end()
    await settled()
  })

  it('asks after the end as long as something waits to be kept, on whatever page', async () => {
    const { page, wire, model, visit, asks } = await aParticipant()
    visit.write('Does it itch?')
    await settled()
    wire.tell('room:ended', { roomId: aRoomId(), reason: 'ended', by: peer.id, endedAt: 9 })
    expect([visit.keeper.state.get().waiting, asks()]).toEqual([1, true])
    model.goOn()
    expect(asks()).toBe(true)
    const put = page.asked.find((request) => request.startsWith(`PUT /api/visits/${visitId}`))
    page.answers.set(put ?? '', { storedAt: 1 })
    visit.keeper.hurry()
    await vi.waitFor(() => expect(visit.keeper.state.get().waiting).toBe(0))
    expect(asks()).toBe(false)
  })

  it('asks no more when the visit went to another tab', async () => {
    const { wire, asks } = await aParticipant()
    wire.tell('room:taken_over', { roomId: aRoomId() })
    expect(asks()).toBe(false)
  })
})
