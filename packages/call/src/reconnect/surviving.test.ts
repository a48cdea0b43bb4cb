import { array, assert, asyncProperty, constantFrom, nat, tuple } from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aCall, aPage, current, expectAgreement, settle } from '../call.fixtures.ts'
import type { FakeConnection } from '../testing/index.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a line that breaks', () => {
  it('[B6] only the impolite side restarts ICE; the polite side asks it to', async () => {
    const { caller, callee } = await aCall()
    callee.call.restart()
    await settle()
    expectAgreement(caller, callee)
    expect(callee.port.sent.map(({ kind }) => kind)).toContain('restart_request')
    expect(current(caller).agreed?.offer).toMatch(/^offer 2 of/)
    expect(current(callee).agreed?.offer).toContain(current(caller).name)
  })

  it('[B4] each side has its relays in order before it looks for new routes, and not for the first ones', async () => {
    const ready = { caller: Promise.withResolvers<void>(), callee: Promise.withResolvers<void>() }
    const { caller, callee } = await aCall({
      caller: () => ready.caller.promise,
      callee: () => ready.callee.promise,
    })
    expectAgreement(caller, callee)
    callee.call.restart()
    await settle()
    expect(current(caller).signalingState).toBe('stable')
    ready.caller.resolve()
    await settle()
    expect(current(callee).signalingState).toBe('have-remote-offer')
    ready.callee.resolve()
    await settle()
    expectAgreement(caller, callee)
    expect(current(caller).agreed?.offer).toMatch(/^offer 2 of/)
  })

  it('[B6] a connection that stays interrupted is restarted at once, and again, more slowly each time', async () => {
    const { caller, callee } = await aCall()
    current(caller).become('connected')
    current(caller).flows = false
    current(caller).become('disconnected')
    expect(caller.call.state.get().phase).toBe('interrupted')
    await settle()
    expect(current(caller).agreed?.offer).toMatch(/^offer 2/)
    await vi.advanceTimersByTimeAsync(2_500)
    expect(current(caller).agreed?.offer).toMatch(/^offer 3/)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(current(caller).agreed?.offer).toMatch(/^offer 3/)
    current(caller).flows = true
    current(caller).become('connected')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(current(caller).agreed?.offer).toMatch(/^offer 3/)
    expect(caller.call.state.get().phase).toBe('connected')
    expectAgreement(caller, callee)
  })

  it.each(['caller', 'callee'] as const)(
    '[B6] a line that dies in silence is noticed by the %s, told, and mended',
    async (who) => {
      const pages = await aCall()
      for (const page of [pages.caller, pages.callee]) current(page).become('connected')
      await vi.advanceTimersByTimeAsync(5_000)
      current(pages[who]).flows = false
      await vi.advanceTimersByTimeAsync(2_500)
      expect(pages[who].call.state.get().phase).toBe('interrupted')
      expect(current(pages.caller).agreed?.offer).toMatch(/^offer 2/)
      expectAgreement(pages.caller, pages.callee)
      current(pages[who]).flows = true
      await vi.advanceTimersByTimeAsync(1_000)
      expect(pages[who].call.state.get().phase).toBe('connected')
    },
  )

  it('[B6] nothing is offered while the other page cannot be reached, and at once when it can', async () => {
    const { caller, callee } = await aCall()
    for (const page of [caller, callee]) {
      current(page).become('connected')
      current(page).flows = false
      page.port.online = false
    }
    await vi.advanceTimersByTimeAsync(20_000)
    expect(current(caller).signalingState).toBe('stable')
    expect(current(caller).agreed?.offer).toMatch(/^offer 1/)
    for (const page of [caller, callee]) page.port.online = true
    for (const page of [caller, callee]) page.port.emit('reachable', undefined)
    await settle()
    expect(current(caller).agreed?.offer).toMatch(/^offer 2/)
    expectAgreement(caller, callee)
  })

  it('[B6] where no restart helps, both begin again with a new connection, which the caller makes', async () => {
    const { caller, callee } = await aCall()
    for (const page of [caller, callee]) {
      current(page).become('connected')
      current(page).flows = false
    }
    await vi.advanceTimersByTimeAsync(60_000)
    expect(caller.connections.length).toBeGreaterThan(1)
    expect(callee.connections).toHaveLength(caller.connections.length)
    expectAgreement(caller, callee)
    for (const page of [caller, callee]) current(page).become('connected')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(caller.call.state.get().phase).toBe('connected')
    expect(callee.call.state.get().phase).toBe('connected')
  })
})

const EVENTS = [
  'line dies left',
  'line dies right',
  'wait left',
  'back left',
  'back right',
  'cut left',
  'cut right',
  'restart left',
  'restart right',
  'reload left',
  'reload right',
] as const

/** The route goes, and the browser does not notice; only another agreement finds a new one. */
function die(connections: FakeConnection[]): void {
  const connection = connections.at(-1)
  if (!connection) return
  connection.flows = false
  lostWith.set(connection, connection.agreed?.offer)
}

/** The network joins what has agreed. */
function joinUp(connections: FakeConnection[]): void {
  const connection = connections.at(-1)
  if (!connection?.agreed) return
  if (connection.agreed.offer !== lostWith.get(connection)) connection.flows = true
  if (connection.connectionState === 'new') connection.become('connected')
}

const lostWith = new WeakMap<FakeConnection, string | undefined>()

it('[B6] whatever is cut, restarted or reloaded in whatever order, both sides agree once the line is back', async () => {
  await assert(
    asyncProperty(array(tuple(constantFrom(...EVENTS), nat(12)), { maxLength: 14 }), async (steps) => {
      const { caller, callee } = await aCall()
      const pages = { left: caller, right: callee }
      for (const [event, ticks] of steps) {
        const side = event.endsWith('left') ? 'left' : 'right'
        const page = pages[side]
        if (event.startsWith('cut')) page.port.online = false
        if (event.startsWith('restart')) page.call.restart()
        if (event.startsWith('line')) die(page.connections)
        if (event.startsWith('wait')) await vi.advanceTimersByTimeAsync(ticks * 1_000)
        if (event.startsWith('back')) {
          page.port.online = true
          page.port.emit('reachable', undefined)
        }
        if (event.startsWith('reload')) {
          page.call.close()
          pages[side] = aPage(page.port, side === 'right')
        }
        for (const { connections } of Object.values(pages)) joinUp(connections)
        for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
      }
      for (const page of [pages.left, pages.right]) page.port.online = true
      await settle()
      for (const page of [pages.left, pages.right]) page.port.emit('reachable', undefined)
      await settle()
      expectAgreement(pages.left, pages.right)
      for (let look = 0; look < 80; look += 1) {
        for (const { connections } of [pages.left, pages.right]) joinUp(connections)
        await vi.advanceTimersByTimeAsync(250)
      }
      for (const page of [pages.left, pages.right]) {
        expect(current(page).flows).toBe(true)
        expect(page.call.state.get().phase).toBe('connected')
      }
      expectAgreement(pages.left, pages.right)
      for (const page of [pages.left, pages.right]) page.call.close()
    }),
    { numRuns: 300 },
  )
})
