/** The relays of calls: credentials for them. */
export { issueRelays } from './relays.ts'
