import { mkdtemp, rm } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { NONCE_SECONDS, TOTAL_QUOTA, USER_QUOTA } from '../apps/server/src/modules/relay/coturn-config.ts'
import { Coturn } from '../apps/server/src/modules/relay/coturn.ts'
import { findCoturn } from '../apps/server/src/modules/relay/find-coturn.ts'
import { createLogger } from '../apps/server/src/platform/logger.ts'
import { aFreePort } from '../apps/server/src/testing/free-port.ts'

const SECRET = 'of these tests alone'

/** coturn relays to no loopback address. */
const ADDRESS = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address

export interface Relay extends AsyncDisposable {
  url: string
  port: number
}

/** What the product's server is told of them. */
export const relaySettings = (relays: readonly { url: string }[]): Record<string, string> => ({
  VISITA_TURN_URLS: relays.map(({ url }) => url).join(),
  VISITA_TURN_SECRET: SECRET,
})

/** coturn as the product runs it, in the network of this machine. */
export async function aRelay(): Promise<Relay> {
  const program = await findCoturn()
  // The machine has to have them: a test that is left out by itself would look like one that was passed.
  if (program === null || ADDRESS === undefined) throw new Error('needs coturn, and an address in a network')
  const folder = await mkdtemp(join(tmpdir(), 'visita-relay-'))
  const port = await aFreePort(ADDRESS)
  const coturn = await Coturn.start(
    program,
    {
      realm: 'visita',
      secret: SECRET,
      addresses: [ADDRESS],
      publicAddress: null,
      port,
      tls: null,
      userQuota: USER_QUOTA,
      totalQuota: TOTAL_QUOTA,
      nonceSeconds: NONCE_SECONDS,
    },
    { folder, logger: createLogger('silent', process.stdout) },
  )
  await expect.poll(() => coturn.state).toBe('running')
  // It has read its configuration, and keeps nothing else that is of use.
  await rm(folder, { recursive: true })
  return { url: `turn:${ADDRESS}:${port}`, port, [Symbol.asyncDispose]: () => coturn[Symbol.asyncDispose]() }
}
