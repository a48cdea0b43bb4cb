import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. `import.meta.dirname` is too new for the Node that may run this. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
