import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { aReply, aStaffMember } from '../../platform/testing/sessions.ts'
import { EnrolModel } from './enrol-model.ts'

const BEGIN = 'POST /api/account/totp'
const CONFIRM = 'PUT /api/account/totp'
const offer = { secret: 'A'.repeat(32), uri: 'otpauth://totp/Visita:a@example.org?secret=AAAA' }

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('[C22] setting up a second factor', () => {
  it('offers a secret, takes a first code of it, and shows the recovery codes', async () => {
    const model = new EnrolModel()
    page.answers.set(BEGIN, offer)
    await model.begin()
    expect(model.state.get()).toEqual({ status: 'offered', ...offer })
    const reply = aReply(aStaffMember(['doctor']))
    page.answers.set(CONFIRM, { codes: ['abcd-efgh'], reply })
    await model.confirm('123456')
    expect(model.state.get()).toEqual({ status: 'enrolled', recoveryCodes: ['abcd-efgh'], reply })
  })

  it('keeps the offered picture when the code was wrong', async () => {
    const model = new EnrolModel()
    page.answers.set(BEGIN, offer)
    await model.begin()
    page.answers.set(CONFIRM, Response.json({ error: 'wrong_credentials' }, { status: 401 }))
    await expect(model.confirm('000000')).rejects.toMatchObject({ code: 'wrong_credentials' })
    expect(model.state.get()).toEqual({ status: 'offered', ...offer })
  })

  it('says why it could not begin, and can be begun again', async () => {
    const model = new EnrolModel()
    await model.begin()
    expect(model.state.get()).toEqual({ status: 'failed', code: 'offline' })
    page.answers.set(BEGIN, offer)
    await model.begin()
    expect(model.state.get()).toMatchObject({ status: 'offered' })
  })
})
