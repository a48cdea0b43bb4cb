export { closingRoutes } from './routes.ts'
export { Rooms } from './rooms.ts'
