import { passkeyIdSchema, type SecondFactor } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { FactorsModel } from './factors-model.ts'

const id = passkeyIdSchema.parse('00000000-0000-4000-8000-000000000001')
const DONE = new Response(null, { status: 204 })

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const found = (factors: Partial<SecondFactor>): void =>
  void page.answers.set('GET /api/account/second-factor', {
    totp: true,
    recoveryCodes: 10,
    passkeys: [],
    ...factors,
  })

async function aList() {
  found({ passkeys: [{ id, name: 'My telephone', createdAt: 1, usedAt: null }] })
  const model = new FactorsModel()
  await model.load()
  return model
}

describe('[C22] one’s own second factors', () => {
  it('are read again when one was removed', async () => {
    const model = await aList()
    page.answers.set(`DELETE /api/account/passkeys/${id}`, DONE)
    found({})
    await model.removePasskey(id)
    expect(model.state.get()).toMatchObject({ status: 'listed', factors: { passkeys: [] } })
    page.answers.set('DELETE /api/account/totp', DONE)
    found({ totp: false })
    await model.removeTotp()
    expect(model.state.get()).toMatchObject({ factors: { totp: false } })
  })

  it('stay as they are where the last one may not go', async () => {
    const model = await aList()
    const refused = Response.json({ error: 'last_second_factor' }, { status: 409 })
    page.answers.set(`DELETE /api/account/passkeys/${id}`, refused)
    await expect(model.removePasskey(id)).rejects.toMatchObject({ code: 'last_second_factor' })
    expect(model.state.get()).toMatchObject({ factors: { passkeys: [{ name: 'My telephone' }] } })
  })

  it('show new recovery codes until they are kept, also when the line is cut after they were made', async () => {
    const model = await aList()
    page.answers.set('POST /api/account/recovery-codes', { codes: ['abcd-efgh'] })
    page.answers.delete('GET /api/account/second-factor')
    await expect(model.renewRecoveryCodes()).rejects.toMatchObject({ code: 'offline' })
    expect(model.state.get()).toMatchObject({ newCodes: ['abcd-efgh'] })
    model.keptCodes()
    expect(model.state.get()).toMatchObject({ newCodes: [] })
  })

  it('say why they could not be read', async () => {
    const model = new FactorsModel()
    await model.load()
    expect(model.state.get()).toEqual({ status: 'failed', code: 'offline' })
  })
})
