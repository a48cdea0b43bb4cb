import { iceServerSchema } from '@visita/protocol'
import * as z from 'zod'
import { ipv4, json, onOff, optional, socketAddress, text, turnAddresses, wholeNumber } from '../kinds.ts'
import { parameter } from '../parameter.ts'

/** How the pages of a visit find their way to each other. */
export const connecting = {
  turn: parameter({
    variable: 'VISITA_TURN',
    kind: onOff,
    where: 'file',
    fallback: { value: false },
    about: 'Runs a relay (coturn) beside the server, as by `npm start -- --turn`.',
  }),
  turnHost: parameter({
    variable: 'VISITA_TURN_HOST',
    kind: optional(text(253)),
    where: 'file',
    fallback: { value: null },
    about:
      'Name or address at which pages reach the relay of `VISITA_TURN`; without it the name of the first HTTPS origin where there is a certificate for it (`VISITA_CERTIFICATE_FILE`), otherwise its public address, or that of this machine.',
  }),
  turnAddress: parameter({
    variable: 'VISITA_TURN_ADDRESS',
    kind: optional(ipv4),
    where: 'file',
    fallback: { value: null },
    about: 'Address (IPv4) of this machine that the relay uses; without it the first one in its network.',
  }),
  turnPublicAddress: parameter({
    variable: 'VISITA_TURN_PUBLIC_ADDRESS',
    kind: optional(ipv4),
    where: 'file',
    fallback: { value: null },
    about:
      'The address (IPv4) by which the world knows the relay, where a router translates it and passes its ports on one to one.',
  }),
  turnPort: parameter({
    variable: 'VISITA_TURN_PORT',
    kind: wholeNumber(1, 65_535),
    where: 'file',
    fallback: { value: 3478 },
    about: 'UDP and TCP port of that relay.',
  }),
  turnTlsPort: parameter({
    variable: 'VISITA_TURN_TLS_PORT',
    kind: optional(wholeNumber(1, 65_535)),
    where: 'file',
    fallback: { value: null },
    about:
      'Its port for TLS where the server itself serves HTTPS; without it the port of HTTPS, where both are then reached.',
  }),
  turnUrls: parameter({
    variable: 'VISITA_TURN_URLS',
    kind: turnAddresses,
    where: 'file',
    fallback: { value: [] },
    about:
      'Relays that share `VISITA_TURN_SECRET`, by commas, such as `turn:turn.example.org:3478` or `turns:turn.example.org:443?transport=tcp`; `stun:` too. Of several hosts each page takes the one that answers first.',
  }),
  turnSecret: parameter({
    variable: 'VISITA_TURN_SECRET',
    kind: optional(text()),
    where: 'environment',
    secret: true,
    fallback: { value: null },
    about:
      'What the relays share with the server (`static-auth-secret` of coturn); for that of `VISITA_TURN` one is made when missing.',
  }),
  turnCredentialSeconds: parameter({
    variable: 'VISITA_TURN_CREDENTIAL_SECONDS',
    kind: wholeNumber(5, 3600),
    where: 'file',
    fallback: { value: 3600 },
    unit: 'seconds',
    about: 'How long the credentials for a relay are good for; a page in a visit renews them.',
  }),
  relayOnly: parameter({
    variable: 'VISITA_RELAY_ONLY',
    kind: onOff,
    where: 'page',
    fallback: { value: false },
    about: 'Calls go over the relays alone, so that nobody learns the other person’s network address.',
  }),
  iceServers: parameter({
    variable: 'VISITA_ICE_SERVERS',
    kind: json(z.array(iceServerSchema, 'must be a JSON array').max(8, 'must be 8 at most')),
    where: 'environment',
    secret: true,
    fallback: { value: [] },
    about:
      'Further STUN and TURN servers with credentials of their own: a JSON array of RTCIceServer, each with `urls` as an array.',
  }),
  forwarderUrl: parameter({
    variable: 'VISITA_FORWARDER_URL',
    kind: optional(socketAddress),
    where: 'file',
    fallback: { value: null },
    about:
      'Address of a forwarding server (Janus) for visits of five and more, such as `ws://127.0.0.1:8188`; only this server speaks to it.',
  }),
  forwarderSecret: parameter({
    variable: 'VISITA_FORWARDER_SECRET',
    kind: optional(text()),
    where: 'environment',
    secret: true,
    fallback: { value: null },
    about: 'What the forwarding server shares with this one (`api_secret` of Janus).',
  }),
}
