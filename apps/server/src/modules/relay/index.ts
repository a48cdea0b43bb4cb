/** The relays of calls: credentials for them, the one beside the server, and one port for both. */
export { NO_COTURN } from './find-coturn.ts'
export { type OwnRelay, type RelayTls, startOwnRelay } from './own-relay.ts'
export { issueRelays } from './relays.ts'
export { SHARED_PROTOCOLS, SharedPort } from './shared-port.ts'
