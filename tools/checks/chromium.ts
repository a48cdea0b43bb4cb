import { existsSync } from 'node:fs'
import { installPackages, isDebianAsRoot } from './debian.ts'

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Of the same version, without windows; the whole Chromium does without it, more slowly. */
const SHELL = '/usr/bin/chromium-headless-shell'

/** Where to find what the tests start. */
export interface Browsers {
  CHROMIUM: string
  CHROMIUM_SHELL: string
}

/** Where Chromium is, installing it where we may, or why there is none and how to get it. */
export async function chromiumOrReason(): Promise<Browsers | { reason: string }> {
  const named = process.env['CHROMIUM']
  if (named !== undefined) {
    return existsSync(named)
      ? { CHROMIUM: named, CHROMIUM_SHELL: process.env['CHROMIUM_SHELL'] ?? named }
      : { reason: `CHROMIUM names ${named}, which is not there.` }
  }
  const isThere = USUAL_PLACES.some((path) => existsSync(path))
  if (!isThere && isDebianAsRoot()) await installPackages(['chromium', 'fonts-liberation'])
  // By itself, since not every Debian has it.
  if (!existsSync(SHELL) && isDebianAsRoot()) await installPackages(['chromium-headless-shell'])
  const path = USUAL_PLACES.find((place) => existsSync(place))
  if (path !== undefined) return { CHROMIUM: path, CHROMIUM_SHELL: existsSync(SHELL) ? SHELL : path }
  const tried = isDebianAsRoot() ? 'apt-get could not install Chromium.' : 'Chromium is missing.'
  return { reason: `${tried} ${HOW_TO_GET_IT}` }
}

const HOW_TO_GET_IT =
  'Debian and Ubuntu: "apt-get install chromium" as root. Elsewhere: install Chrome or Chromium, ' +
  'and set CHROMIUM to its path if it is in an unusual place. Then run npm test again.'
