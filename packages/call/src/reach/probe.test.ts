import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aServer, FakeProbing } from './probe.fixtures.ts'
import { probe, probeAll, singleServers } from './probe.ts'

let probing: FakeProbing
beforeEach(() => {
  vi.useFakeTimers()
  probing = new FakeProbing()
})
afterEach(() => void vi.useRealTimers())

const RELAY = aServer('turn:relay.example.org')

describe('[B4] the look at one server', () => {
  it('finds a relay that has a place, and how long it took to have it', async () => {
    const looking = probe(RELAY, probing.options)
    expect(probing.connection.configuration).toMatchObject({
      iceServers: [RELAY],
      iceTransportPolicy: 'relay',
    })
    probing.clock = 34
    probing.find('relay')
    expect(await looking).toEqual({ server: RELAY, way: 'relay_udp', outcome: 'reached', milliseconds: 34 })
  })

  it.each([
    ['stun:a', 'stun'],
    ['turn:a?transport=udp', 'relay_udp'],
    ['turn:a?transport=tcp', 'relay_tcp'],
    ['turns:a:443?transport=tcp', 'relay_tls'],
  ])('knows by what %s is reached', async (url, way) => {
    const looking = probe(aServer(url), probing.options)
    probing.complete()
    expect(await looking).toMatchObject({ way })
  })

  it('takes an address of its own for no answer', async () => {
    const looking = probe(aServer('stun:a'), probing.options)
    probing.find('host')
    probing.find('srflx')
    expect(await looking).toMatchObject({ outcome: 'reached' })
  })

  it('knows that it has no router before it where asking ends without another address', async () => {
    const looking = probe(aServer('stun:a'), probing.options)
    probing.find('host')
    probing.complete()
    expect(await looking).toMatchObject({ outcome: 'reached' })
  })

  it('finds nobody where asking for its own address has failed', async () => {
    const looking = probe(aServer('stun:a'), probing.options)
    probing.fail(701)
    probing.complete()
    expect(await looking).toMatchObject({ outcome: 'silent' })
  })

  it.each([401, 486])(
    'hears that it is refused with %s, also where another interface hears nothing',
    async (code) => {
      const looking = probe(RELAY, probing.options)
      probing.fail(code)
      probing.fail(701)
      probing.complete()
      expect(await looking).toMatchObject({ outcome: 'refused', code })
    },
  )

  it('goes on after an error of one interface', async () => {
    const looking = probe(RELAY, probing.options)
    probing.fail(701)
    probing.find('relay')
    expect(await looking).toMatchObject({ outcome: 'reached' })
  })

  it('waits for four seconds and no longer', async () => {
    const looking = probe(RELAY, probing.options)
    await vi.advanceTimersByTimeAsync(4_000)
    expect(await looking).toMatchObject({ outcome: 'silent' })
  })

  it('leaves no connection and no timer, however it ends', async () => {
    const ending = new AbortController()
    const ends: (() => void)[] = [
      () => probing.find('relay'),
      () => probing.complete(),
      () => vi.advanceTimersByTime(4_000),
      () => ending.abort(),
    ]
    for (const end of ends) {
      const looking = probe(RELAY, { ...probing.options, signal: ending.signal })
      end()
      await looking
      expect(probing.connection.connectionState).toBe('closed')
    }
    await probe(RELAY, { ...probing.options, signal: ending.signal })
    expect(probing.connections).toHaveLength(ends.length)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('[B4] the look at several servers', () => {
  it('asks each address by itself, with the credentials of its entry, all at once', async () => {
    const servers = singleServers([
      { urls: ['turn:a', 'turns:a'], username: 'u', credential: 'c' },
      { urls: ['stun:b'] },
    ])
    expect(servers).toEqual([
      { urls: ['turn:a'], username: 'u', credential: 'c' },
      { urls: ['turns:a'], username: 'u', credential: 'c' },
      { urls: ['stun:b'] },
    ])
    const looking = probeAll(servers, probing.options)
    expect(probing.connections).toHaveLength(3)
    await vi.advanceTimersByTimeAsync(4_000)
    expect(await looking).toHaveLength(3)
  })
})
