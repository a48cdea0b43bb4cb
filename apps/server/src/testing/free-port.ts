import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port that nobody listens on at that address now. */
export async function aFreePort(host: string): Promise<number> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
