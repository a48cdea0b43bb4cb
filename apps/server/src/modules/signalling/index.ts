export { Invitations } from './invitations.ts'
export { closingRoutes } from './routes.ts'
export { Rooms } from './rooms.ts'
