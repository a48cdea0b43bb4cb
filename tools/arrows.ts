import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** One import of one source file by another, both as paths relative to apps/server/src. */
export interface Arrow {
  from: string
  to: string
}

/** Downward only. Helpers beside the layers serve all of them. */
const LAYERS = [/^(routes|sockets)\b/, /^policy\b/, /^service\b/, /^repository\b/]

/** Modules that everybody may lean on, and that therefore lean on nobody. */
const LEAVES = new Set(['vault', 'audit'])

/** What is wrong with an arrow by docs/ARCHITECTURE.md, or null. oxlint knows no resolved paths, so this does. */
export function faultOf({ from, to }: Arrow): string | null {
  const source = moduleOf(from)
  const target = moduleOf(to)
  if (target === null) return null
  if (from.startsWith('platform/')) return 'platform imports no module'
  if (source !== target && to !== `modules/${target}/index.ts`) return 'a module is entered through its index'
  if (source === null) return null
  if (source !== target && LEAVES.has(source)) return `${source} imports no module`
  const [layer, lower] = [layerOf(from), layerOf(to)]
  if (source === target && lower !== -1 && lower < layer) return 'routes → policy → service → repository'
  return null
}

const moduleOf = (path: string): string | null => /^modules\/([^/]+)\//.exec(path)?.[1] ?? null

const layerOf = (path: string): number => LAYERS.findIndex((layer) => layer.test(basename(path)))

/** Every relative import below `root`. */
export function arrowsBelow(root: string): Arrow[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((from) =>
      importsOf(readFileSync(join(root, from), 'utf8')).map((specifier) => ({
        from,
        to: join(dirname(from), specifier),
      })),
    )
}

const importsOf = (source: string): string[] =>
  Array.from(source.matchAll(/(?:\bfrom|\bimport\(?)\s*'(\.[^']+)'/g), ([, specifier = '']) => specifier)
