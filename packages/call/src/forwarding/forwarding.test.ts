import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aForwardedPicture, aPage, aRoomOfFive, settle } from './forwarding.fixtures.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('[X6] a room of five', () => {
  it('sends all lines once, sealed, and four people do not', async () => {
    const page = aPage()
    for (let count = 0; count < 3; count += 1) page.meets()
    await settle()
    expect([page.asked, page.connections]).toEqual([[], []])
    page.meets()
    await settle()
    expect(page.asked).toEqual(['look', 'publish'])
    expect(page.lines).toEqual([
      'opened',
      'seal microphone',
      'seal camera',
      'seal secondCamera',
      'seal screen',
    ])
    page.forwarding.close()
    expect([page.states(), vi.getTimerCount()]).toEqual([['closed'], 0])
  })

  it('shows what comes by the server once a frame was opened, and only then asks for nothing direct', async () => {
    const { page, others } = await aRoomOfFive()
    const [other] = others
    page.says([other.id])
    await settle()
    expect(page.asked.slice(2)).toEqual([`subscribe ${other.id}`, `answer ${other.id}`])
    expect(page.lines.slice(5)).toEqual([
      'open microphone',
      'open camera',
      'open secondCamera',
      'open screen',
    ])
    expect([other.call.shown, other.told()]).toEqual([null, { type: 'forwarded', comes: false }])
    page.opens(other.id)
    expect(other.call.shown?.tracks.camera).toBeTruthy()
    expect(other.told()).toEqual({ type: 'forwarded', comes: true })
    page.forwarding.close()
  })

  it('holds the direct lines to whoever says that it comes by the server, and to nobody else', async () => {
    const { page, others } = await aRoomOfFive()
    others[0].says(true)
    expect(others.map(({ call }) => call.held)).toEqual([true, false, false, false])
    others[0].says(false)
    expect(others[0].call.held).toBe(false)
    page.forwarding.close()
  })

  it('goes on directly when the server is gone, and tries again', async () => {
    const { page, other } = await aForwardedPicture()
    other.says(true)
    page.server.isDown = true
    page.says([])
    page.connections[0]?.become('failed')
    await settle()
    expect([other.call.shown, other.call.held, other.told()]).toEqual([
      null,
      false,
      { type: 'forwarded', comes: false },
    ])
    page.server.isDown = false
    vi.advanceTimersByTime(10_000)
    await settle()
    expect(page.asked.slice(-2)).toEqual(['look', 'publish'])
    page.forwarding.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('asks again for the picture of somebody whose line failed', async () => {
    const { page, other } = await aForwardedPicture()
    page.connections[1]?.become('disconnected')
    vi.advanceTimersByTime(4_000)
    expect(other.told()).toEqual({ type: 'forwarded', comes: false })
    vi.advanceTimersByTime(5_000)
    await settle()
    expect(page.asked.filter((what) => what === `subscribe ${other.id}`)).toHaveLength(2)
    page.forwarding.close()
  })

  it('goes directly again ten seconds after it has become four, first the one way and then not the other', async () => {
    const { page, other, others } = await aForwardedPicture()
    others[3].leave()
    vi.advanceTimersByTime(9_999)
    expect(other.told()).toEqual({ type: 'forwarded', comes: true })
    vi.advanceTimersByTime(1)
    expect([other.told(), other.call.shown === null]).toEqual([{ type: 'forwarded', comes: false }, false])
    vi.advanceTimersByTime(1_500)
    expect([other.call.shown, page.states()]).toEqual([null, ['connected', 'closed']])
    vi.advanceTimersByTime(1_500)
    expect([page.states(), page.asked.at(-1)]).toEqual([['closed', 'closed'], `stop ${page.self}`])
    page.forwarding.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does not change back and forth where one goes and another comes', async () => {
    const { page, others } = await aRoomOfFive()
    others[3].leave()
    vi.advanceTimersByTime(5_000)
    page.meets()
    vi.advanceTimersByTime(60_000)
    await settle()
    expect([page.states(), page.asked]).toEqual([['connected'], ['look', 'publish']])
    page.forwarding.close()
  })

  it('stays direct where there is no server: asks once, and makes no worker, also when somebody leaves', async () => {
    const page = aPage()
    page.server.offered = false
    const others = [page.meets(), page.meets(), page.meets(), page.meets(), page.meets()]
    await settle()
    others[0]?.leave()
    vi.advanceTimersByTime(120_000)
    page.forwarding.lookAgain()
    await settle()
    expect([page.asked, page.connections, page.lines]).toEqual([['look'], [], []])
    page.forwarding.close()
  })

  it('stays direct in a browser that cannot seal: nothing plain is ever sent to the server', async () => {
    const page = aPage({ seals: false })
    const others = [page.meets(), page.meets(), page.meets(), page.meets()]
    page.says(others.map(({ id }) => id))
    await settle()
    vi.advanceTimersByTime(120_000)
    expect([page.asked, page.connections]).toEqual([['look'], []])
    page.forwarding.close()
  })

  it('goes on directly where the worker that seals cannot be run', async () => {
    const { page, other } = await aForwardedPicture()
    page.breaks()
    vi.advanceTimersByTime(120_000)
    page.meets()
    page.forwarding.lookAgain()
    await settle()
    expect([other.call.shown, other.told()]).toEqual([null, { type: 'forwarded', comes: false }])
    expect([page.states(), page.lines.at(-1)]).toEqual([['closed', 'closed'], 'closed'])
    expect(page.asked.filter((what) => what === 'look')).toHaveLength(1)
    page.forwarding.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})
