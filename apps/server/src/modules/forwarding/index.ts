export { Forwarding } from './forwarding.ts'
export type { JanusPlace } from './janus-session.ts'
