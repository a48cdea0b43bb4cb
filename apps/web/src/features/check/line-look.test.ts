import type { Probe, Reach, Way } from '@visita/call'
import { describe, expect, it } from 'vitest'
import { aSocket, settled } from '../../platform/testing/fake-socket.ts'
import { NO_RELAYS } from '../../platform/testing/samples.ts'
import { findingsOf, LineLook } from './line-look.ts'

const REACHED: Reach = { outcome: 'reached', milliseconds: 20 }
const SILENT: Reach = { outcome: 'silent' }
const aProbe = (way: Way, reach: Reach): Probe => ({ server: { urls: ['turn:a'] }, way, ...reach })
const FAST = { up: 5_000, down: 9_000 }
const SLOW = { up: 300, down: 9_000 }

describe('[X9] what is said of a line', () => {
  it.each([
    ['a relay answers', [aProbe('relay_tls', REACHED)], FAST, 'good'],
    ['the clinic has no relay', [], FAST, 'good'],
    ['one direction is slow', [aProbe('relay_udp', REACHED)], SLOW, 'weak'],
    [
      'the relay is dead, and UDP leaves',
      [aProbe('stun', REACHED), aProbe('relay_udp', SILENT)],
      FAST,
      'weak',
    ],
    ['nothing leaves', [aProbe('stun', SILENT), aProbe('relay_udp', SILENT)], FAST, 'blocked'],
    ['the relay refuses', [aProbe('relay_udp', { outcome: 'refused', code: 401 })], FAST, 'blocked'],
  ])('where %s', (_case, probes, rates, line) => {
    expect(findingsOf(probes, rates)).toMatchObject({ line })
  })

  it('names each way that is offered, and whether any address of it answers', () => {
    const probes = [aProbe('relay_udp', SILENT), aProbe('relay_udp', REACHED), aProbe('relay_tls', SILENT)]
    expect(findingsOf(probes, FAST)).toMatchObject({ ways: { relay_udp: true, relay_tls: false } })
  })
})

function aLook({ measured = Promise.resolve(FAST) }: { measured?: Promise<typeof FAST> } = {}) {
  const { wire, socket } = aSocket()
  wire.open()
  const signals: AbortSignal[] = []
  const look = new LineLook({
    socket,
    ranking: { look: async () => [aProbe('relay_udp', REACHED)] },
    measure: (signal) => {
      signals.push(signal)
      return measured
    },
  })
  return { wire, look, signals }
}

describe('[X9] a look at the line', () => {
  it('tries the relays that the clinic names, and measures the line at the same time', async () => {
    const { wire, look, signals } = aLook()
    const looking = look.look()
    expect(signals).toHaveLength(1)
    expect(look.state.get()).toEqual({ status: 'looking' })
    await wire.answer('check:relays', NO_RELAYS)
    await looking
    expect(look.state.get()).toMatchObject({ status: 'found', line: 'good', rates: FAST })
  })

  it('says that it came to nothing where the server does not answer', async () => {
    const { wire, look } = aLook()
    const looking = look.look()
    await wire.refuse('check:relays', 'too_fast')
    await looking
    expect(look.state.get()).toEqual({ status: 'failed', code: 'too_fast' })
  })

  it('that was stopped finds nothing, and ends what it began', async () => {
    const { wire, look, signals } = aLook()
    void look.look()
    look.stop()
    expect(signals[0]?.aborted).toBe(true)
    await wire.answer('check:relays', NO_RELAYS)
    await settled()
    expect(look.state.get()).toEqual({ status: 'looking' })
  })

  it('is made again when the network is back, where it came to nothing, and not where all was good', async () => {
    const { wire, look, signals } = aLook()
    const looking = look.look()
    look.lookAnew()
    expect(signals).toHaveLength(1)
    await wire.refuse('check:relays', 'too_fast')
    await looking
    look.lookAnew()
    await wire.answer('check:relays', NO_RELAYS)
    await settled()
    expect(look.state.get()).toMatchObject({ status: 'found', line: 'good' })
    look.lookAnew()
    expect(signals).toHaveLength(2)
  })
})
