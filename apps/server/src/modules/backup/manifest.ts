import * as z from 'zod'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().nonnegative()

/** What one archive holds; the database goes without its keys, which have an archive of their own. */
const contentsSchema = z.enum(['data', 'keyring'])
export type Contents = z.infer<typeof contentsSchema>

const tableSchema = z.strictObject({ rows: count, sha256 })
export type TableDigest = z.infer<typeof tableSchema>

/** The last part of every archive: what all others must be. */
export const manifestSchema = z.strictObject({
  format: z.literal(1),
  contents: contentsSchema,
  /** Epoch milliseconds of the moment whose state this is. */
  madeAt: count,
  /** The installation; null for one that had no name yet. */
  tenant: z.string().nullable(),
  /** Whether the data need a keyring to be read, which is in an archive of its own. */
  needsKeyring: z.boolean(),
  parts: z.array(z.strictObject({ name: z.string(), bytes: count, sha256 })),
  tables: z.record(z.string(), tableSchema),
  /** Settings that were given by the environment, which no archive can bring back; secrets left out. */
  environment: z.record(z.string(), z.unknown()),
})
export type Manifest = z.infer<typeof manifestSchema>
export type Part = Manifest['parts'][number]

export const MANIFEST = 'manifest.json'

/** Folders of sealed files beside the database. */
export const FOLDERS = ['files', 'photos'] as const

export const databaseOf = (contents: Contents): string => (contents === 'data' ? 'visita.db' : 'keyring.db')

/** Whether a part of this name belongs into such an archive, and so may be written where it is restored. */
export function isPartOf(contents: Contents, name: string): boolean {
  if (name === databaseOf(contents)) return true
  return contents === 'data' && (name === 'settings.json' || isFile(name))
}

const isFile = (name: string): boolean =>
  FOLDERS.some(
    (folder) => name.startsWith(`${folder}/`) && /^[\w-]{1,64}$/.test(name.slice(folder.length + 1)),
  )
