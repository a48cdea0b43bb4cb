export { Records } from './record.ts'
export { recordRoutes } from './routes.ts'
