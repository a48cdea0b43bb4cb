import { linkTokenSchema, type ReplyOf } from '@visita/protocol'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { settled } from '../../platform/testing/fake-socket.ts'
import { aPerson, aSeat, asParticipant } from '../../platform/testing/samples.ts'
import {
  aGuest,
  anExpectedGuest,
  aReply,
  aStaffMember,
  nobody,
  someoneHalfIn,
} from '../../platform/testing/sessions.ts'
import { aPage } from './app.fixtures.ts'

const MINUTE = 60_000
const self = asParticipant(aPerson(1))
const token = linkTokenSchema.parse('t'.repeat(43))
const theLobby: ReplyOf<'lobby:enter'> = {
  self: aPerson(1),
  people: [],
  openVisit: null,
  incoming: null,
  outgoing: null,
}

beforeAll(async () => {
  // Loaded once here, because the first time takes its time.
  await import('../visit/index.ts')
})
afterEach(() => {
  vi.unstubAllGlobals()
})

/** A doctor at their own pages, with the socket open. */
async function aDoctor() {
  const open = await aPage({ session: aStaffMember(['doctor']) })
  open.wire.open()
  await open.wire.answer('lobby:enter', theLobby)
  return open
}

describe('[B34] a link to one visit', () => {
  it('leads to the way to that visit, and films nobody there', async () => {
    const { model, wire, capture, at } = await aPage({ session: nobody, link: { kind: 'visit', token } })
    expect(model.stage.get()).toMatchObject({ at: 'link', link: { kind: 'visit', token } })
    model.enter(aReply(anExpectedGuest()))
    wire.open()
    await wire.answer('lobby:enter', theLobby)
    await at('expected')
    await settled()
    expect(capture.asked).toEqual([])
  })

  it('[A3] has the browser ask for camera and microphone when the visit begins, where it was not asked before', async () => {
    const { model, wire, capture, at } = await aPage({ session: anExpectedGuest(), allowed: false })
    wire.open()
    await wire.answer('lobby:enter', theLobby)
    await at('expected')
    expect(capture.asked).toEqual([])
    model.lobby.emit('seat', aSeat())
    await at('visit')
    await vi.waitFor(() => expect(capture.asked.length).toBeGreaterThan(0))
  })

  it('is not needed again when the page is loaded anew', async () => {
    const { model, wire, at } = await aPage({ session: anExpectedGuest() })
    wire.open()
    await wire.answer('lobby:enter', theLobby)
    await at('expected')
    expect(model.stage.get()).toMatchObject({ at: 'expected', problem: null })
  })
})

it('[A3] whoever went on without camera and microphone is not asked for them when the visit begins', async () => {
  const { model, wire, capture, at } = await aPage({ session: aGuest(), allowed: false })
  wire.open()
  await wire.answer('lobby:enter', theLobby)
  await at('prepare')
  model.goOnUnseen()
  model.lobby.emit('seat', aSeat())
  await at('visit')
  await settled()
  expect(capture.asked).toEqual([])
})

describe('[B34] signing in', () => {
  it('leads from the first page by the second factor to one’s own pages', async () => {
    const { model, wire } = await aPage({ session: nobody })
    expect(model.stage.get()).toMatchObject({ at: 'welcome', signedOut: null })
    model.enter(aReply(someoneHalfIn('totp')))
    expect(model.stage.get()).toMatchObject({ at: 'second_factor', factors: ['totp'] })
    expect(wire.connects).toBe(0)
    model.enter(aReply(aStaffMember(['doctor'])))
    expect(model.stage.get()).toMatchObject({ at: 'home', signedIn: { self, roles: ['doctor'] } })
    expect(wire.connects).toBe(1)
  })

  it('leads staff without a second factor to setting one up', async () => {
    const { model } = await aPage({ session: someoneHalfIn() })
    expect(model.stage.get()).toMatchObject({ at: 'second_factor', factors: [] })
  })

  it('is not needed again when the page is loaded anew', async () => {
    const { model, wire } = await aDoctor()
    expect([model.stage.get().at, wire.connects]).toEqual(['home', 1])
  })

  it('films nobody before they come to the page with their picture, nor after it', async () => {
    const { model, capture } = await aDoctor()
    await settled()
    expect(capture.asked).toEqual([])
    model.showFace(true)
    await vi.waitFor(() => expect(capture.asked.length).toBeGreaterThan(0))
    capture.question.grant()
    await vi.waitFor(() => expect(model.media.sources.get().camera.status).toBe('live'))
    model.showFace(false)
    expect(model.media.sources.get().camera.status).toBe('off')
  })

  it('asks nobody to the lobby who may not be there', async () => {
    const { model, wire } = await aPage({ session: aStaffMember(['administrator']) })
    wire.open()
    await settled()
    expect([model.stage.get().at, wire.requests('lobby:enter')]).toEqual(['home', []])
  })

  it('brings a reloaded page back into its visit first', async () => {
    const { model, wire, at } = await aPage({ session: aStaffMember(['doctor']), seated: true })
    expect(model.stage.get().at).toBe('starting')
    wire.open()
    await wire.answer('lobby:enter', theLobby)
    await wire.answer('room:join', aSeat())
    await at('visit')
  })
})

describe('[B34] a single-use link', () => {
  it('is shown before anything else, and followed by where the browser belongs', async () => {
    const link = { kind: 'invite', token } as const
    const { model } = await aPage({ session: aGuest(), link })
    expect(model.stage.get()).toMatchObject({ at: 'link', link })
    model.enter(aReply(someoneHalfIn()))
    expect(model.stage.get().at).toBe('second_factor')
  })

  it('that is of no use is left for the first page', async () => {
    const { model } = await aPage({ session: nobody, link: { kind: 'reset', token: null } })
    await model.leaveLink()
    expect(model.stage.get().at).toBe('welcome')
  })

  it('outlives a server that cannot be reached', async () => {
    const { page, model } = await aPage({ session: nobody, link: { kind: 'invite', token } })
    page.answers.clear()
    await model.start()
    expect(model.stage.get().at).toBe('unreachable')
    page.answers.set('GET /api/session', aReply(nobody))
    await model.start()
    expect(model.stage.get().at).toBe('link')
  })

  it('can be opened in a tab that has this page already', async () => {
    const { model, events, address, at } = await aDoctor()
    address.link = { kind: 'invite', token }
    events.dispatchEvent(new Event('hashchange'))
    await at('link')
    await model.leaveLink()
    expect(model.stage.get().at).toBe('home')
  })
})

describe('[C19] being signed out', () => {
  it('by the server shows the first page at once, and why', async () => {
    const { model, wire } = await aDoctor()
    wire.drop('io server disconnect')
    wire.refuseHandshake('not_identified')
    expect(model.stage.get()).toMatchObject({ at: 'welcome', signedOut: 'ended' })
    expect(model.lobby.state.get().self).toBeNull()
  })

  it('after a while without use is called so', async () => {
    const { model, clock, events, page, at } = await aDoctor()
    clock.now += 16 * MINUTE
    page.answers.set('GET /api/session', aReply(nobody))
    events.dispatchEvent(new Event('keydown'))
    await at('welcome')
    expect(model.stage.get()).toMatchObject({ signedOut: 'idle' })
  })

  it('lets a running visit go on, and is said when that is over', async () => {
    const { model, wire, at } = await aDoctor()
    model.lobby.emit('seat', aSeat())
    await at('visit')
    wire.drop('io server disconnect')
    wire.refuseHandshake('not_identified')
    const stage = model.stage.get()
    if (stage.at !== 'visit') throw new Error('the visit is gone')
    stage.visit.end()
    await at('ended')
    model.goOn()
    expect(model.stage.get()).toMatchObject({ at: 'welcome', signedOut: 'ended' })
  })

  it('keeps what was typed for the same person, and for nobody else', async () => {
    const { model } = await aDoctor()
    model.drafts.write('invite.name', 'Johanna Beispiel')
    model.session.lose()
    model.enter(aReply(aStaffMember(['doctor'])))
    expect(model.drafts.read('invite.name')).toBe('Johanna Beispiel')
    model.session.lose()
    const { availability: _, ...other } = aPerson(3)
    model.enter(aReply({ level: 'account', self: other, roles: ['doctor'] }))
    expect(model.drafts.read('invite.name')).toBe('')
  })

  it('by oneself keeps nothing', async () => {
    const { model, page } = await aDoctor()
    model.drafts.write('invite.name', 'Johanna Beispiel')
    page.answers.set('DELETE /api/session', aReply(nobody))
    await model.leave()
    expect(model.stage.get()).toMatchObject({ at: 'welcome', signedOut: null })
    expect(model.drafts.read('invite.name')).toBe('')
  })

  it('by oneself is not called anything else, though the server closes the socket first', async () => {
    const { model, wire, page } = await aDoctor()
    page.answers.set('DELETE /api/session', aReply(nobody))
    const shown: unknown[] = []
    model.stage.subscribe(() => shown.push(model.stage.get()))
    const leaving = model.leave()
    wire.drop('io server disconnect')
    wire.refuseHandshake('not_identified')
    await leaving
    expect(shown).toEqual([{ at: 'welcome', clinic: aReply(nobody).clinic, signedOut: null }])
  })

  it('is not pretended when the server did not hear of it', async () => {
    const { model } = await aDoctor()
    await model.leave()
    expect(model.stage.get()).toMatchObject({ at: 'home', problem: 'offline' })
  })
})

it('[B11] a tab shows nobody’s pages to whoever has signed in in another tab', async () => {
  const { model, wire, page } = await aDoctor()
  const { availability: _, ...other } = aPerson(3)
  page.answers.set('GET /api/session', aReply({ level: 'account', self: other, roles: ['patient'] }))
  wire.drop('io server disconnect')
  wire.open()
  await wire.answer('lobby:enter', { ...theLobby, self: aPerson(3) })
  await vi.waitFor(() =>
    expect(model.stage.get()).toMatchObject({ at: 'home', signedIn: { self: other, roles: ['patient'] } }),
  )
})
