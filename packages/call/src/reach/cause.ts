import type { Probe } from './probe.ts'

/** Why a call does not connect, as far as this side can tell. */
export type Cause =
  /** From here a relay answers. */
  | 'other_side'
  /** There is no relay, and no direct way between the two. */
  | 'no_relay'
  /** Nothing but web pages leaves this network, and no relay is offered that looks like one. */
  | 'network_blocks'
  | 'relay_silent'
  /** The relay answers and does not take the credentials. */
  | 'relay_refuses'
  | 'relay_full'

/** Allocation quota reached and insufficient capacity (RFC 8656, section 18). */
const FULL: ReadonlySet<number> = new Set([486, 508])

/** From what was found out on all ways that this side was offered. */
export function causeOf(probes: readonly Probe[]): Cause {
  const relays = probes.filter(({ way }) => way !== 'stun')
  if (relays.some(({ outcome }) => outcome === 'reached')) return 'other_side'
  const codes = relays.flatMap((relay) => (relay.outcome === 'refused' ? [relay.code] : []))
  if (codes.length > 0) return codes.some((code) => FULL.has(code)) ? 'relay_full' : 'relay_refuses'
  const udpLeaves = probes.some(({ outcome }) => outcome === 'reached')
  const asked = probes.length > 0
  if (relays.length === 0) return asked && !udpLeaves ? 'network_blocks' : 'no_relay'
  const strictOffered = relays.some(({ way }) => way === 'relay_tls')
  return udpLeaves || strictOffered ? 'relay_silent' : 'network_blocks'
}
