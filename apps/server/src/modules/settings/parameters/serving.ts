import { choice, networks, onOff, optional, origins, text, wholeNumber } from '../kinds.ts'
import { parameter } from '../parameter.ts'

/** Where the data are, and whom the server serves, unless somebody sets it. */
export const DATA_DIR = 'data'
export const HOST = '127.0.0.1'

/** How the server runs and who reaches it. */
export const serving = {
  mode: parameter({
    variable: 'VISITA_MODE',
    kind: choice('trial', 'production'),
    where: 'file',
    fallback: { value: 'trial' },
    about: '`production` refuses to start with what is unsafe for real patients.',
  }),
  port: parameter({
    variable: 'PORT',
    kind: wholeNumber(0, 65_535),
    where: 'file',
    fallback: { value: 8080 },
    about: 'TCP port; 0 takes any free one.',
  }),
  host: parameter({
    variable: 'VISITA_HOST',
    kind: text(),
    where: 'file',
    fallback: { value: HOST },
    about:
      'Address to listen on without `VISITA_LAN`; other machines reach only what is not a loopback address.',
  }),
  lan: parameter({
    variable: 'VISITA_LAN',
    kind: onOff,
    where: 'file',
    fallback: { value: false },
    about: 'HTTPS on every interface with a certificate of its own, as by `npm start -- --lan`.',
  }),
  certificatePath: parameter({
    variable: 'VISITA_CERTIFICATE_FILE',
    kind: optional(text()),
    where: 'file',
    fallback: { value: null },
    about:
      'PEM file of a certificate that browsers trust, with those that have signed it: HTTPS on every interface without a proxy. A renewed one is taken over within ten minutes, also by a relay at a port of its own.',
  }),
  certificateKeyPath: parameter({
    variable: 'VISITA_CERTIFICATE_KEY_FILE',
    kind: optional(text()),
    where: 'file',
    fallback: { value: null },
    about: 'PEM file of the key of that certificate.',
  }),
  demo: parameter({
    variable: 'VISITA_DEMO',
    kind: onOff,
    where: 'environment',
    fallback: { value: false },
    about: 'Makes a clinic of invented people to try, as by `npm start -- --demo`; never in production.',
  }),
  origins: parameter({
    variable: 'VISITA_ORIGINS',
    kind: origins,
    where: 'file',
    fallback: { value: [] },
    about:
      'Further origins whose pages may talk to this server, by commas: those of a reverse proxy. Passkeys are for the name of the first HTTPS one: after a change of that name none works.',
  }),
  trustedProxies: parameter({
    variable: 'VISITA_TRUSTED_PROXIES',
    kind: networks,
    where: 'file',
    fallback: { value: [] },
    about:
      'Addresses or networks of reverse proxies, by commas: only their word is taken for where a request comes from (`X-Forwarded-For`).',
  }),
  dataDir: parameter({
    variable: 'VISITA_DATA_DIR',
    kind: text(),
    where: 'environment',
    fallback: { value: DATA_DIR },
    about: 'Folder of the database, the keys and the files of visits; made when missing.',
  }),
  settingsFile: parameter({
    variable: 'VISITA_SETTINGS',
    kind: optional(text()),
    where: 'environment',
    fallback: { value: null },
    about: 'The settings file; without it `settings.json` in the data folder, where there is one.',
  }),
  webDir: parameter({
    variable: 'VISITA_WEB_DIR',
    kind: text(),
    where: 'file',
    fallback: { value: 'apps/web/dist' },
    about: 'Folder of the built pages.',
  }),
  logLevel: parameter({
    variable: 'VISITA_LOG_LEVEL',
    kind: choice('debug', 'info', 'warn', 'error', 'silent'),
    where: 'file',
    fallback: { value: 'info' },
    about: 'The least that is written to standard output, as one JSON object a line.',
  }),
}
