/** Erasing a person, with all that was kept of them. */
export { Erasure } from './erasure.ts'
export { erasureRoutes } from './routes.ts'
