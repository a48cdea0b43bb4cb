import app from '../locales/en/app.json'
import errors from '../locales/en/errors.json'
import identify from '../locales/en/identify.json'
import lobby from '../locales/en/lobby.json'
import media from '../locales/en/media.json'
import welcome from '../locales/en/welcome.json'

/* The texts are ICU MessageFormat; the build makes functions of them (compiled-texts.ts). */

type Values = Readonly<Record<string, string | number>>

/** The text of a key, or of the first key that there is; a key of another namespace as `errors:offline`. */
export type Translate = (key: string | readonly string[], values?: Values) => string

export const LANGUAGE = 'en'

/** By namespace. Those of the first pages; a feature that is loaded later adds its own with `addTexts`. */
const catalogs = new Map<string, unknown>(Object.entries({ app, errors, identify, lobby, media, welcome }))

export function addTexts(namespace: string, catalog: object): void {
  catalogs.set(namespace, catalog)
}

/** A text outside a page, for what goes into the record under a name. */
export const textFor: Translate = (key, values) => find('app', key, values)

const translators = new Map<string, Translate>()

/** A hook, so that pages can follow a change of the language once there is a second one. */
export function useTexts(namespace = 'app'): Translate {
  let translate = translators.get(namespace)
  if (translate === undefined) {
    translate = (key, values) => find(namespace, key, values)
    translators.set(namespace, translate)
  }
  return translate
}

/** Where there is none, the key: it shows what is missing, and a person may guess from it. */
function find(namespace: string, key: string | readonly string[], values: Values = {}): string {
  const keys = typeof key === 'string' ? [key] : key
  for (const candidate of keys) {
    const text = lookUp(namespace, candidate)
    if (text !== null) return text(values)
  }
  return keys.at(-1) ?? ''
}

function lookUp(namespace: string, key: string): ((values: Values) => string) | null {
  const [own, other] = key.split(':', 2)
  let node: unknown = catalogs.get(other === undefined ? namespace : (own ?? ''))
  for (const step of (other ?? key).split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return null
    node = Reflect.get(node, step)
  }
  return isText(node) ? node : null
}

const isText = (node: unknown): node is (values: Values) => string => typeof node === 'function'
