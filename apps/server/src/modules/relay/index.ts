/** The relays of calls: credentials for them. */
export { NO_COTURN } from './find-coturn.ts'
export { type OwnRelay, startOwnRelay } from './own-relay.ts'
export { issueRelays } from './relays.ts'
