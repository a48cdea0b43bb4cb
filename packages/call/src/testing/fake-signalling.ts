import { signalSchema, type Signal } from '@visita/protocol'
import { Emitter } from '../emitter.ts'
import type { SignallingPort } from '../signalling-port.ts'

interface PortEvents {
  signal: Signal
  reachable: undefined
}

/** One page's way to the other. `online` false loses what is sent, and the sender learns it. */
export class FakeSignalling extends Emitter<PortEvents> implements SignallingPort {
  other: FakeSignalling | null = null
  online = true
  readonly sent: Signal[] = []

  async send(signal: Signal): Promise<void> {
    // As on the wire: nothing but what the protocol's schema lets through arrives.
    const parsed = signalSchema.parse(JSON.parse(JSON.stringify(signal)))
    this.sent.push(parsed)
    await Promise.resolve()
    const reached = this.online && this.other?.online && this.other.emit('signal', parsed)
    if (!reached) throw new Error('not delivered')
  }

  onSignal(handler: (signal: Signal) => void): () => void {
    return this.on('signal', handler)
  }

  onReachable(handler: () => void): () => void {
    return this.on('reachable', handler)
  }
}

export function fakeSignallingPair(): [FakeSignalling, FakeSignalling] {
  const left = new FakeSignalling()
  const right = new FakeSignalling()
  left.other = right
  right.other = left
  return [left, right]
}
