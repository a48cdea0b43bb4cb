import { existsSync } from 'node:fs'
import { installPackages, isDebianAsRoot } from './debian.ts'

const USUAL_PLACES = ['/usr/bin/firefox-esr', '/usr/bin/firefox']

/** Where Firefox is, installing it where we may; null where there is none. */
export async function firefoxOrNull(): Promise<string | null> {
  const named = process.env['FIREFOX']
  if (named !== undefined) return existsSync(named) ? named : null
  if (found() === null && isDebianAsRoot()) await installPackages(['firefox-esr'])
  return found()
}

const found = (): string | null => USUAL_PLACES.find((path) => existsSync(path)) ?? null
