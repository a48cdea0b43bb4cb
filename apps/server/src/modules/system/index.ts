/** How the server is, for administrators. */
export { systemRoutes } from './routes.ts'
export { System, type SystemDeps } from './system.ts'
