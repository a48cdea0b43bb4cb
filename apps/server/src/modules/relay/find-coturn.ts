import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** Where Debian, Homebrew and self-built ones are, besides the PATH. */
const USUAL_FOLDERS = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']

export const NO_COTURN =
  'No relay: coturn is not installed, so calls come about only where the two can reach each other directly, as in one network.\n' +
  'To get it: "apt-get install coturn" as root (Debian, Ubuntu), "brew install coturn" (macOS). Then start again.\n'

export const NOT_FROM_FIREFOX =
  'The relay has an address and no name: Firefox does not reach it over TLS, so out of a network that lets out web pages alone ' +
  'no call of Firefox comes about. Give it a name that its certificate is for: VISITA_TURN_HOST=clinic.example\n'

/** The path of coturn's program, or null where it is not installed. */
export async function findCoturn(path = process.env['PATH'] ?? ''): Promise<string | null> {
  const folders = [...path.split(delimiter).filter((folder) => folder !== ''), ...USUAL_FOLDERS]
  for (const folder of folders) {
    const program = join(folder, 'turnserver')
    const usable = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (usable) return program
  }
  return null
}
