import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Site } from '../site.ts'

/** The minimal page: no names, no lobby; whoever is there is called. */
const referenceSite = (url: string): Site => ({
  name: 'minimal page: WebSocket and RTCPeerConnection',
  url,
  arrival: () => [],
  arrived: (page) => page.locator('#call:enabled').waitFor(),
  ring: () => ({ press: '^Call$' }),
  accept: () => ({ press: '^Accept$' }),
  openChat: (page) => page.getByRole('textbox', { name: 'Message' }).click(),
  sendFile: (page, path) => page.getByLabel('File').setInputFiles(path),
  watchFiles: async () => {},
  fileArrivedText: 'bytes received',
  openBoard: async () => {},
  boardCanvas: '#board',
  boardChannel: 'board',
  // Points are bytes, and nothing follows them.
  strokeMessages: { growing: [null], finished: null },
})

/** Starts the reference server; `stop` ends it. */
export async function startReference(): Promise<{ site: Site; stop: () => void }> {
  const child = fork(join(import.meta.dirname, 'server.ts'))
  const stop = (): void => void child.kill()
  process.once('exit', stop)
  const [url] = await once(child, 'message')
  return { site: referenceSite(String(url)), stop }
}
