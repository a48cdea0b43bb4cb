import { newId } from '../platform/random.ts'
import type { RouteEntry } from '../platform/route-table.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** An address of this route; ids that are not in `ids` name nothing. */
export const pathOf = ({ url }: RouteEntry, ids: Record<string, string> = {}): string =>
  url.replace(/:(\w+)\??/g, (_match, name: string) => ids[name] ?? newId()).replace('*', 'icon.svg')

export const nameOf = ({ method, url }: RouteEntry): string => `${method} ${url}`

export const changesState = ({ method }: RouteEntry): boolean => !SAFE_METHODS.has(method)

/** What a request that another site makes a browser send can look like, given the origin of this server. */
export const FORGERIES: [string, (own: string) => Record<string, string>][] = [
  ['the origin of another site', () => ({ origin: 'https://evil.example' })],
  ['another site under our port', (own) => ({ origin: `http://evil.example:${new URL(own).port}` })],
  ['a name that begins as ours', (own) => ({ origin: `${own}.evil.example` })],
  ['another port of this machine', () => ({ origin: 'http://localhost:1' })],
  ['the same name over HTTPS', (own) => ({ origin: own.replace('http:', 'https:') })],
  ['the origin of a page without one', () => ({ origin: 'null' })],
  ['an empty origin', () => ({ origin: '' })],
  ['our origin, from another site', (own) => ({ origin: own, 'sec-fetch-site': 'cross-site' })],
  ['our origin, from a neighbour of our site', (own) => ({ origin: own, 'sec-fetch-site': 'same-site' })],
  ['no origin, from another site', () => ({ 'sec-fetch-site': 'cross-site' })],
  ['no origin, from an address typed in', () => ({ 'sec-fetch-site': 'none' })],
  ['nothing that says where it comes from', () => ({})],
]
