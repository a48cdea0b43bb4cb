import { linkTokenSchema } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { anExpectedGuest, anInterpreter, aReply, someoneHalfIn } from '../../platform/testing/sessions.ts'
import { JoinModel } from './join-model.ts'

const token = linkTokenSchema.parse('t'.repeat(43))
const account = {
  displayName: 'Doctor Adaeze Okonkwo',
  login: 'adaeze@example.org',
  password: 'four plain words',
}
const invitation = {
  displayName: 'Doctor Adaeze Okonkwo',
  roles: ['doctor'],
  invitedBy: 'Ada Administrator',
}

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const refuse = (request: string, status: number, error: string): void =>
  void page.answers.set(request, Response.json({ error }, { status }))

describe('[B34] an invitation', () => {
  it('says for what it is, and makes the account', async () => {
    const model = new JoinModel({ kind: 'invite', token })
    page.answers.set('POST /api/invitations/look', invitation)
    page.answers.set('POST /api/invitations/accept', aReply(someoneHalfIn()))
    await model.look()
    expect(model.state.get()).toEqual({ status: 'open', invitation })
    expect(await model.join(account)).toEqual(aReply(someoneHalfIn()))
  })

  it('that was used or is too old says so', async () => {
    const model = new JoinModel({ kind: 'invite', token })
    refuse('POST /api/invitations/look', 410, 'link_used')
    await model.look()
    expect(model.state.get()).toEqual({ status: 'over' })
  })

  it('that was cut short on its way is not even asked about', async () => {
    const model = new JoinModel({ kind: 'invite', token: null })
    await model.look()
    expect([model.state.get(), page.asked]).toEqual([{ status: 'over' }, []])
  })

  it('can be looked at again after the line was away', async () => {
    const model = new JoinModel({ kind: 'invite', token })
    await model.look()
    expect(model.state.get()).toEqual({ status: 'unclear', code: 'offline' })
    page.answers.set('POST /api/invitations/look', invitation)
    await model.look()
    expect(model.state.get()).toMatchObject({ status: 'open' })
  })

  it('used in another tab meanwhile is over in this one', async () => {
    const model = new JoinModel({ kind: 'invite', token })
    page.answers.set('POST /api/invitations/look', invitation)
    await model.look()
    refuse('POST /api/invitations/accept', 410, 'link_used')
    await expect(model.join(account)).rejects.toMatchObject({ code: 'link_used' })
    expect(model.state.get()).toEqual({ status: 'over' })
  })

  it('stays open while something typed has to be changed', async () => {
    const model = new JoinModel({ kind: 'invite', token })
    page.answers.set('POST /api/invitations/look', invitation)
    await model.look()
    refuse('POST /api/invitations/accept', 400, 'weak_password')
    await expect(model.join(account)).rejects.toMatchObject({ code: 'weak_password' })
    expect(model.state.get()).toMatchObject({ status: 'open' })
  })
})

it('[B34] the link of the server’s console makes the first administrator', async () => {
  const model = new JoinModel({ kind: 'setup', token })
  await model.look()
  expect(model.state.get()).toEqual({ status: 'open', invitation: null })
  page.answers.set('POST /api/setup', aReply(someoneHalfIn()))
  expect(await model.join(account)).toEqual(aReply(someoneHalfIn()))
})

describe('[B34] a link to one visit', () => {
  const visitLink = { displayName: 'Johanna Beispiel', doctor: null }

  it('says whom it is for, and brings them there', async () => {
    const model = new JoinModel({ kind: 'visit', token })
    page.answers.set('POST /api/visit-links/look', visitLink)
    await model.look()
    expect(model.state.get()).toEqual({ status: 'expected', visitLink })
    page.answers.set('POST /api/session/link', aReply(anExpectedGuest()))
    expect(await model.come()).toEqual(aReply(anExpectedGuest()))
  })

  it('whose visit has been meanwhile is over', async () => {
    const model = new JoinModel({ kind: 'visit', token })
    page.answers.set('POST /api/visit-links/look', visitLink)
    await model.look()
    refuse('POST /api/session/link', 410, 'link_used')
    await expect(model.come()).rejects.toMatchObject({ code: 'link_used' })
    expect(model.state.get()).toEqual({ status: 'over' })
  })
})

it('[B26] a link into a visit that goes on says as what one comes, and brings who says a name', async () => {
  const model = new JoinModel({ kind: 'room', token })
  const roomLink = { as: 'interpreter', by: 'Doctor Adaeze Okonkwo' }
  page.answers.set('POST /api/room-links/look', roomLink)
  await model.look()
  expect(model.state.get()).toEqual({ status: 'at_room', roomLink })
  page.answers.set('POST /api/session/companion', aReply(anInterpreter()))
  expect(await model.comeToRoom('Somebody who speaks both')).toEqual(aReply(anInterpreter()))
  refuse('POST /api/session/companion', 410, 'link_used')
  await expect(model.comeToRoom('Somebody who speaks both')).rejects.toMatchObject({ code: 'link_used' })
  expect(model.state.get()).toEqual({ status: 'over' })
})

it('[C22] a reset link sets another password, once', async () => {
  const model = new JoinModel({ kind: 'reset', token })
  await model.look()
  page.answers.set('POST /api/resets', new Response(null, { status: 204 }))
  await model.reset('another good password')
  expect(model.state.get()).toEqual({ status: 'reset' })
  refuse('POST /api/resets', 410, 'link_used')
  await expect(model.reset('another good password')).rejects.toMatchObject({ code: 'link_used' })
  expect(model.state.get()).toEqual({ status: 'over' })
})
