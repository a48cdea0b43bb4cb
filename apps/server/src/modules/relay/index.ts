/** The relays of calls: credentials for them, the one beside the server, and one port for both. */
export { credentialsUntil } from './credentials.ts'
export { findCoturn, NO_COTURN } from './find-coturn.ts'
export { type OwnRelay, type RelayTls, startOwnRelay } from './own-relay.ts'
export { relayHostConfig } from './relay-host.ts'
export { issueRelays } from './relays.ts'
export { SHARED_PROTOCOLS, SharedPort } from './shared-port.ts'
