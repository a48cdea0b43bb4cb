import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { aSocket, settled } from '../../platform/testing/fake-socket.ts'
import { anOwnRequest, aRequestId } from '../../platform/testing/requests.ts'
import { RequestModel } from './request-model.ts'

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const taken = (): Response => new Response(null, { status: 204 })
const refused = (status: number, error: string): Response => Response.json({ error }, { status })
const asked = { reason: 'follow_up', text: 'The rash is back.', doctor: null, urgent: false } as const

/** A patient's open page; `request` is what the server has of them. */
async function aPatientsPage(request: ReturnType<typeof anOwnRequest> | null = null) {
  const { wire, socket } = aSocket()
  const onOver = vi.fn<() => void>()
  let made = 0
  const model = new RequestModel({ socket, onOver, newId: () => aRequestId((made += 1)) })
  const stop = model.start()
  wire.open()
  await wire.answer('request:look', { request })
  return { wire, model, onOver, stop }
}

describe('[B1] asking for a visit', () => {
  it('is sent, and shown with its place', async () => {
    const { wire, model } = await aPatientsPage()
    expect(model.state.get()).toEqual({ status: 'none', withdrawn: false })
    page.answers.set(`PUT /api/requests/${aRequestId(1)}`, taken())
    const sending = model.send(asked)
    await vi.waitFor(() => expect(model.state.get().status).toBe('looking'))
    await wire.answer('request:look', { request: anOwnRequest({ place: 2 }) })
    await sending
    expect(model.state.get()).toEqual({ status: 'waiting', request: anOwnRequest({ place: 2 }) })
  })

  it('that fails leaves everything as it was, and is sent under the same id again', async () => {
    const { wire, model } = await aPatientsPage()
    const failing = model.send(asked).catch((error: unknown) => error)
    await wire.answer('request:look', { request: null })
    expect(await failing).toMatchObject({ code: 'offline' })
    expect(model.state.get()).toEqual({ status: 'none', withdrawn: false })
    page.answers.set(`PUT /api/requests/${aRequestId(1)}`, taken())
    const again = model.send(asked)
    await vi.waitFor(() => expect(model.state.get().status).toBe('looking'))
    await wire.answer('request:look', { request: anOwnRequest() })
    await again
    expect(page.asked).toEqual(Array.from({ length: 2 }, () => `PUT /api/requests/${aRequestId(1)}`))
  })

  it('whose answer alone was lost has been asked', async () => {
    const { wire, model } = await aPatientsPage()
    const sending = model.send(asked)
    await wire.answer('request:look', { request: anOwnRequest() })
    await sending
    expect(model.state.get().status).toBe('waiting')
  })

  it('in another tab is shown in this one', async () => {
    const { wire, model } = await aPatientsPage()
    wire.tell('request:changed', {})
    await wire.answer('request:look', { request: anOwnRequest() })
    expect(model.state.get().status).toBe('waiting')
  })
})

describe('[B1] waiting', () => {
  it('is found again by a page that is loaded anew', async () => {
    const { model, onOver } = await aPatientsPage(anOwnRequest({ place: 3 }))
    expect(model.state.get()).toMatchObject({ status: 'waiting', request: { place: 3 } })
    expect(onOver).not.toHaveBeenCalled()
  })

  it('follows every change, the latest answer last', async () => {
    const { wire, model } = await aPatientsPage(anOwnRequest({ place: 3 }))
    wire.tell('request:changed', {})
    wire.tell('request:changed', {})
    await wire.answer('request:look', { request: anOwnRequest({ place: 9 }) })
    expect(model.state.get()).toMatchObject({ request: { place: 3 } })
    await wire.answer('request:look', { request: anOwnRequest({ place: 2 }) })
    expect(model.state.get()).toMatchObject({ request: { place: 2 } })
  })

  it('asks again after a while, because the expected wait grows shorter', async () => {
    const { wire, stop } = await aPatientsPage(anOwnRequest())
    vi.advanceTimersByTime(30_000)
    expect(wire.requests('request:look')).toHaveLength(2)
    stop()
    vi.advanceTimersByTime(300_000)
    expect(wire.requests('request:look')).toHaveLength(2)
  })

  it('outlives a line that was cut, and asks when it is back', async () => {
    const { wire, model } = await aPatientsPage(anOwnRequest({ place: 2 }))
    wire.drop()
    await model.look()
    expect(model.state.get()).toMatchObject({ status: 'waiting' })
    wire.open()
    await wire.answer('request:look', { request: anOwnRequest({ place: 1 }) })
    expect(model.state.get()).toMatchObject({ request: { place: 1 } })
  })

  it('that is over elsewhere is told, for the visit may be in another tab', async () => {
    const { wire, model, onOver } = await aPatientsPage(anOwnRequest())
    wire.tell('request:changed', {})
    await wire.answer('request:look', { request: null })
    expect(model.state.get()).toEqual({ status: 'none', withdrawn: false })
    expect(onOver).toHaveBeenCalledOnce()
  })

  it('says why it cannot be looked at', async () => {
    const { wire, model } = await aPatientsPage()
    const looking = model.look()
    await wire.refuse('request:look', 'too_fast')
    await looking
    expect(model.state.get()).toEqual({ status: 'failed', code: 'too_fast' })
  })
})

describe('[B1] leaving the queue', () => {
  const WITHDRAW = `DELETE /api/requests/${aRequestId()}`

  it('is done at once, and said', async () => {
    const { wire, model, onOver } = await aPatientsPage(anOwnRequest())
    page.answers.set(WITHDRAW, taken())
    await model.withdraw()
    wire.tell('request:changed', {})
    await wire.answer('request:look', { request: null })
    expect(model.state.get()).toEqual({ status: 'none', withdrawn: true })
    expect(onOver).not.toHaveBeenCalled()
  })

  it('that cannot be told keeps the place', async () => {
    const { model } = await aPatientsPage(anOwnRequest())
    await expect(model.withdraw()).rejects.toMatchObject({ code: 'offline' })
    expect(model.state.get().status).toBe('waiting')
  })

  it('when it is over already shows what is true', async () => {
    const { wire, model, onOver } = await aPatientsPage(anOwnRequest())
    page.answers.set(WITHDRAW, refused(410, 'request_over'))
    const leaving = model.withdraw()
    await vi.waitFor(() => expect(wire.requests('request:look')).toHaveLength(2))
    await wire.answer('request:look', { request: null })
    await leaving
    await settled()
    expect(model.state.get()).toEqual({ status: 'none', withdrawn: false })
    expect(onOver).toHaveBeenCalledOnce()
  })
})
