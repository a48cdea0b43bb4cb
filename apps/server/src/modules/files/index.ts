/** Files in parts and at rest: received by tus, kept sealed, sent as bytes that do nothing. Whose they are, others know. */
export { byteRangeOf } from './byte-range.ts'
export { inert } from './inert.ts'
export { type SealedFile, SealedFiles } from './sealed-files.ts'
export { uploadRoutes } from './upload-routes.ts'
export type { Uploads } from './uploads.ts'
