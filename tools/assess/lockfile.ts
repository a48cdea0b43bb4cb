import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { ROOT } from '../setup/root.mjs'

const lockfileSchema = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      license: z.string().optional(),
      link: z.boolean().optional(),
    }),
  ),
})

/** A package of somebody else, as package-lock.json has it. */
export interface Dependency {
  /** `name@version` */
  id: string
  /** SPDX expression; null where its author states none in the form that npm knows. */
  licence: string | null
  integrity: string | null
  /** Where it is fetched from, when that is not the registry's usual place. */
  source: string | null
}

export const readDependencies = async (): Promise<Dependency[]> =>
  dependenciesOf(JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')))

/** Every package but our own, each version once. */
export function dependenciesOf(lockfile: unknown): Dependency[] {
  const { packages } = lockfileSchema.parse(lockfile)
  const dependencies = new Map<string, Dependency>()
  for (const [path, entry] of Object.entries(packages)) {
    const name = path.split('node_modules/').at(-1)
    if (!path.includes('node_modules/') || name === undefined || entry.link === true) continue
    const id = `${name}@${entry.version ?? ''}`
    dependencies.set(id, {
      id,
      licence: entry.license ?? null,
      integrity: entry.integrity ?? null,
      source: entry.resolved ?? null,
    })
  }
  return Array.from(dependencies.values())
}
