import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NONCE_SECONDS, TOTAL_QUOTA, USER_QUOTA } from '../apps/server/src/modules/relay/coturn-config.ts'
import { Coturn } from '../apps/server/src/modules/relay/coturn.ts'
import { credentialsUntil } from '../apps/server/src/modules/relay/credentials.ts'
import { createLogger } from '../apps/server/src/platform/logger.ts'
import { TurnClient } from '../apps/server/src/modules/relay/turn-client.ts'
import { overUdp } from '../apps/server/src/modules/relay/turn-wires.ts'
import { expect, test } from '@playwright/test'
import { CLINIC } from './world.ts'

const SECRET = 'of this scenario alone'
const PORT = 3_478
/** Nobody's in this world: a router that has it would translate it. */
const PUBLIC = '11.22.33.99'

/* On an address that is not loopback, which coturn never relays to. */
for (const [where, publicAddress, known] of [
  ['its own address', null, CLINIC],
  ['the address that a router translates to its own', PUBLIC, PUBLIC],
] as const) {
  test(`[C6] two pages that have nothing but one relay meet at ${where}`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'visita-netlab-relay-'))
    await using coturn = await Coturn.start(
      'turnserver',
      {
        realm: 'clinic.test',
        secret: SECRET,
        addresses: [CLINIC],
        publicAddress,
        port: PORT,
        tls: null,
        userQuota: USER_QUOTA,
        totalQuota: TOTAL_QUOTA,
        nonceSeconds: NONCE_SECONDS,
      },
      { folder, logger: createLogger('silent', process.stdout) },
    )
    await expect.poll(() => coturn.state).toBe('running')
    const user = credentialsUntil(Date.now() + 60_000, SECRET)
    await using one = new TurnClient(await overUdp({ host: CLINIC, port: PORT }), user)
    await using other = new TurnClient(await overUdp({ host: CLINIC, port: PORT }), user)
    for (const client of [one, other]) {
      expect(await client.allocate()).toBe('ok')
      expect(client.relayed.address).toBe(known)
      expect(await client.permit(known)).toBe('ok')
    }
    one.send(other.relayed, 'from one to the other')
    expect(await other.receive()).toBe('from one to the other')
  })
}
