import { invitationIdSchema } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { openInvitations } from './open-links-model.ts'

const id = invitationIdSchema.parse('00000000-0000-4000-8000-000000000001')
const invitation = {
  id,
  displayName: 'Johanna Beispiel',
  roles: ['patient'],
  invitedBy: 'Doctor Adaeze Okonkwo',
  expiresAt: 1,
}
const LIST = 'GET /api/invitations'
const WITHDRAW = `DELETE /api/invitations/${id}`

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
  page.answers.set(LIST, { invitations: [invitation] })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

async function aList() {
  const model = openInvitations()
  await model.load()
  expect(model.state.get()).toEqual({ status: 'listed', links: [invitation] })
  page.answers.set(LIST, { invitations: [] })
  return model
}

describe('[B34] the list of open invitations', () => {
  it.each([
    ['withdrawn', new Response(null, { status: 204 })],
    ['used meanwhile', Response.json({ error: 'not_found' }, { status: 404 })],
  ])('is read again when one was %s', async (_what, answer) => {
    const model = await aList()
    page.answers.set(WITHDRAW, answer)
    await model.withdraw(id)
    expect(model.state.get()).toEqual({ status: 'listed', links: [] })
  })

  it('keeps one that could not be withdrawn', async () => {
    const model = await aList()
    await expect(model.withdraw(id)).rejects.toMatchObject({ code: 'offline' })
    expect(model.state.get()).toMatchObject({ links: [invitation] })
  })

  it('is looked at again, and stays as it was where that fails', async () => {
    const model = await aList()
    await model.refresh()
    expect(model.state.get()).toEqual({ status: 'listed', links: [] })
    page.answers.clear()
    await model.refresh()
    expect(model.state.get()).toEqual({ status: 'listed', links: [] })
  })

  it('says why it could not be read', async () => {
    page.answers.clear()
    const model = openInvitations()
    await model.load()
    expect(model.state.get()).toEqual({ status: 'failed', code: 'offline' })
  })
})
