import { existsSync } from 'node:fs'
import { installPackages, isDebianAsRoot } from './debian.ts'

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Where Chromium is, installing it where we may, or why there is none and how to get it. */
export async function chromiumOrReason(): Promise<{ path: string } | { reason: string }> {
  const named = process.env['CHROMIUM']
  if (named !== undefined) {
    return existsSync(named) ? { path: named } : { reason: `CHROMIUM names ${named}, which is not there.` }
  }
  const found = USUAL_PLACES.find((path) => existsSync(path))
  if (found !== undefined) return { path: found }
  if (!isDebianAsRoot()) return { reason: `Chromium is missing. ${HOW_TO_GET_IT}` }
  await installPackages(['chromium', 'fonts-liberation'])
  const [path = ''] = USUAL_PLACES
  return existsSync(path) ? { path } : { reason: `apt-get could not install Chromium. ${HOW_TO_GET_IT}` }
}

const HOW_TO_GET_IT =
  'Debian and Ubuntu: "apt-get install chromium" as root. Elsewhere: install Chrome or Chromium, ' +
  'and set CHROMIUM to its path if it is in an unusual place. Then run npm test again.'
