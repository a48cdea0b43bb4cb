import satisfies from 'spdx-satisfies'
import type { Dependency } from './lockfile.ts'

/** Under these a part may be used by, and given on with, an Apache-2.0 product; some ask for their text or a name. */
const ALLOWED = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'CC-BY-3.0',
  'Unlicense',
  'Unicode-DFS-2016',
  'Zlib',
  'MPL-2.0',
  'OFL-1.1',
]

/** Packages that state their licence in words only; read by hand, for these versions. */
const READ_BY_HAND: ReadonlyMap<string, string> = new Map([
  ['combine-errors@3.0.3', 'MIT'],
  ['fuzzy@0.1.3', 'MIT'],
  ['khroma@2.1.0', 'MIT'],
  ['xmlhttprequest-ssl@2.1.2', 'MIT'],
])

/**
 * A library of its own beside the product, which whoever runs it can replace by another build: the LGPL asks for no
 * more of who uses one so (docs/adr/0055-photos-by-sharp.md).
 */
const SHARED_LIBRARY = /^@img\/sharp-(libvips-[\w-]+|win32-[\w-]+|[\w-]*wasm32)@/

/** What breaks a rule, a sentence each; none where all is well. */
export function licenceFaults(dependencies: readonly Dependency[]): string[] {
  return dependencies.flatMap(({ id, licence }) => {
    const stated = licence ?? READ_BY_HAND.get(id) ?? null
    if (stated === null) return [`${id} states no licence`]
    if (SHARED_LIBRARY.test(id) && isAllowed(stated, [...ALLOWED, 'LGPL-3.0-or-later'])) return []
    return isAllowed(stated) ? [] : [`${id} has the licence ${stated}, which is not on the list`]
  })
}

/** An unknown expression is not an allowed one. */
function isAllowed(expression: string, allowed = ALLOWED): boolean {
  try {
    return satisfies(expression, allowed)
  } catch {
    return false
  }
}

/** Every package must be the very one that was chosen: from the registry, and with a strong hash (C36). */
export function originFaults(dependencies: readonly Dependency[]): string[] {
  return dependencies.flatMap(({ id, integrity, source }) => [
    ...(integrity?.startsWith('sha512-') === true ? [] : [`${id} has no SHA-512 hash`]),
    ...(source === null || source.startsWith('https://') ? [] : [`${id} comes from ${source}`]),
  ])
}
