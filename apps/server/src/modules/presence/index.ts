export { type Audience, audienceOf, audiencesFor } from './audience.ts'
export { Lobby } from './lobby.ts'
export { Rings } from './rings.ts'
