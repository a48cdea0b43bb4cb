export { Lobby } from './lobby.ts'
export { Rings } from './rings.ts'
