import { type CoturnSettings, NONCE_SECONDS, renderCoturn, TOTAL_QUOTA, USER_QUOTA } from './coturn-config.ts'

interface RelayHost extends Pick<CoturnSettings, 'addresses' | 'publicAddress' | 'port' | 'secret' | 'tls'> {
  /** The name at which pages reach it, which is that of its certificate. */
  host: string
}

const HEADING = `# Made by "npm run visita -- relay-config", for /etc/turnserver.conf on the machine of the relay (coturn 4.6 or later).
# It has a secret in it: "chown turnserver" and "chmod 600". The relay must be able to read its certificate and key,
# and to listen at a port below 1024, which Debian's does not by itself: "systemctl edit coturn", and there
#   [Service]
#   AmbientCapabilities=CAP_NET_BIND_SERVICE
# To let in: the ports below, and UDP 49152 to 65535.
`

/** What a relay on a machine of its own is given, and the settings by which Visita makes out credentials for it. */
export function relayHostConfig({ host, ...relay }: RelayHost): {
  configuration: string
  settings: string[]
} {
  const configuration = renderCoturn({
    ...relay,
    realm: host,
    userQuota: USER_QUOTA,
    totalQuota: TOTAL_QUOTA,
    nonceSeconds: NONCE_SECONDS,
  })
  const plain = ['udp', 'tcp'].map((transport) => `turn:${host}:${relay.port}?transport=${transport}`)
  const urls = relay.tls === null ? plain : [...plain, `turns:${host}:${relay.tls.port}?transport=tcp`]
  return {
    configuration: `${HEADING}${configuration}`,
    settings: [`VISITA_TURN_URLS='${urls.join()}'`, `VISITA_TURN_SECRET=${relay.secret}`],
  }
}
