import { readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { SettingSource } from '@visita/protocol'
import * as z from 'zod'
import { DATA_DIR, isKey, type Key, KEYS, PARAMETERS } from './parameters/index.ts'

/** A value that somebody has set, not checked yet. */
export interface Given {
  value: unknown
  source: Exclude<SettingSource, 'default'>
  /** What a sentence about a wrong value calls it. */
  label: string
}
export type AllGiven = ReadonlyMap<Key, Given>

/** All that the environment and the settings file say; what is wrong with the saying itself goes to `problems`. */
export function readGiven(env: NodeJS.ProcessEnv, problems: string[]): AllGiven {
  const fromEnvironment = readEnvironment(env, problems)
  const fromFile = readSettingsFile(fromEnvironment, problems)
  return new Map([...fromFile, ...fromEnvironment])
}

function readEnvironment(env: NodeJS.ProcessEnv, problems: string[]): Map<Key, Given> {
  const given = new Map<Key, Given>()
  const known = new Set<string>()
  for (const key of KEYS) {
    const { variable, kind, secret } = { secret: false, ...PARAMETERS[key] }
    const names = secret ? [variable, `${variable}_FILE`] : [variable]
    for (const name of names) known.add(name)
    const [label, other] = names.filter((name) => env[name] !== undefined)
    if (label === undefined) continue
    if (other !== undefined) problems.push(`${variable}: is given, and ${other} as well; remove one`)
    const text = env[label] ?? ''
    const content = label === variable ? text : readSecret(label, text, problems)
    if (content !== null) given.set(key, { value: kind.fromText(content), source: 'environment', label })
  }
  // A misspelt name would leave something open that was meant to be closed.
  const unknown = Object.keys(env).filter((name) => name.startsWith('VISITA_') && !known.has(name))
  for (const name of unknown) problems.push(`${name}: is not a known setting`)
  return given
}

function readSecret(name: string, path: string, problems: string[]): string | null {
  try {
    // Editors and `echo` end a file with a line's end that is no part of the secret.
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    problems.push(`${name}: the file that it names cannot be read (${codeOf(error)})`)
    return null
  }
}

function readSettingsFile(fromEnvironment: AllGiven, problems: string[]): Map<Key, Given> {
  const given = new Map<Key, Given>()
  const named = textOf(fromEnvironment, 'settingsFile')
  const dataDir = textOf(fromEnvironment, 'dataDir') ?? DATA_DIR
  const path = resolve(named ?? join(dataDir, 'settings.json'))
  const content = readJson(path, named === null, problems)
  for (const [name, value] of Object.entries(content)) {
    const label = `${basename(path)}, ${name}`
    if (!isKey(name)) problems.push(`${label}: is not a known setting`)
    else if (PARAMETERS[name].where === 'environment')
      problems.push(`${label}: belongs in the environment only, as ${PARAMETERS[name].variable}`)
    else given.set(name, { value, source: 'file', label })
  }
  return given
}

function readJson(path: string, mayBeMissing: boolean, problems: string[]): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' && mayBeMissing) return {}
    const what = code === 'unknown' ? 'is not a JSON object' : `cannot be read (${code})`
    problems.push(`The settings file ${path} ${what}`)
    return {}
  }
}

function textOf(given: AllGiven, key: 'settingsFile' | 'dataDir'): string | null {
  const value = given.get(key)?.value
  return typeof value === 'string' && value !== '' ? value : null
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
