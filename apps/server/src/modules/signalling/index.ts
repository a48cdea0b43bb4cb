export { Invitations } from './invitations.ts'
export { showLarge } from './large-pictures.ts'
export { closingRoutes } from './routes.ts'
export { Rooms } from './rooms.ts'
