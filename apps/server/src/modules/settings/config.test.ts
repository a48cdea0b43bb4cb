import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { aFolder } from '../../testing/server.ts'
import { type Config, loadConfig } from './config.ts'
import { listSettings } from './listing.ts'
import { KEYS, PARAMETERS } from './parameters/index.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
beforeEach(async () => {
  folder = await aFolder()
})
afterEach(() => folder[Symbol.asyncDispose]())

const load = (env: NodeJS.ProcessEnv = {}, flags: string[] = []): Config =>
  loadConfig({ VISITA_DATA_DIR: folder.path, ...env }, flags)

const aFile = async (name: string, content: string): Promise<string> => {
  const path = join(folder.path, name)
  await mkdir(folder.path, { recursive: true })
  await writeFile(path, content)
  return path
}
const aSettingsFile = (content: object): Promise<string> => aFile('settings.json', JSON.stringify(content))

describe('the configuration', () => {
  test('has a value for everything', () => {
    expect(load()).toMatchObject({ port: 8080, host: '127.0.0.1', lan: false, relays: { others: [] } })
    expect(load()).toMatchObject({ ringMs: 45_000, returnMs: 120_000, lostMs: 120_000, mode: 'trial' })
  })

  test('reads what the environment gives', () => {
    const config = load({
      PORT: '9000',
      VISITA_ICE_SERVERS: '[{"urls":["stun:stun.example.org"]}]',
      VISITA_RING_SECONDS: '5',
      VISITA_ORIGINS: 'https://visita.example.org/, https://b.example.org',
    })
    expect(config).toMatchObject({
      port: 9000,
      relays: { others: [{ urls: ['stun:stun.example.org'] }] },
      ringMs: 5000,
      extraOrigins: ['https://visita.example.org', 'https://b.example.org'],
    })
  })

  test('listens on every interface with --lan only', () => {
    expect(load({}, ['--lan'])).toMatchObject({ lan: true, host: '::' })
    expect(load({ VISITA_LAN: '1' })).toMatchObject({ lan: true })
  })

  test('[C21] trusts no proxy but those named, by address or network', () => {
    expect(load().trustedProxies).toEqual([])
    const named = load({ VISITA_TRUSTED_PROXIES: '10.0.0.7, 2001:db8::/32' })
    expect(named.trustedProxies).toEqual(['10.0.0.7', '2001:db8::/32'])
    for (const wrong of ['proxy.example.org', 'loopback', '10.0.0.0/33', '2']) {
      expect(() => load({ VISITA_TRUSTED_PROXIES: wrong })).toThrow('VISITA_TRUSTED_PROXIES')
    }
  })

  test('[B35] names every problem at once and quotes no value', async () => {
    await aSettingsFile({ lostSeconds: 'secret-3', ringSecond: 4, dataDir: 'secret-4', logLevel: 'secret-5' })
    const wrong = {
      PORT: 'secret-1',
      VISITA_ICE_SERVERS: '{"credential":"secret-2"}',
      VISITA_RING_SECONDS: '0',
      VISITA_LOBY: 'secret-6',
    }
    const names = ['PORT', 'VISITA_ICE_SERVERS', 'VISITA_RING_SECONDS', '--wan', 'VISITA_LOBY']
    const ofFile = ['json, lostSeconds', 'json, ringSecond:', 'json, dataDir', 'json, logLevel']
    for (const name of [...names, ...ofFile]) expect(() => load(wrong, ['--wan'])).toThrow(name)
    expect(() => load(wrong, ['--wan'])).not.toThrow(/secret/)
  })
})

describe('[A16] a certificate of its own', () => {
  const cert = { VISITA_CERTIFICATE_FILE: '/etc/fullchain.pem' }
  const key = { VISITA_CERTIFICATE_KEY_FILE: '/etc/privkey.pem' }

  test('needs its key, and the key needs it', () => {
    expect(() => load(cert)).toThrow('VISITA_CERTIFICATE_KEY_FILE: is needed')
    expect(() => load(key)).toThrow('VISITA_CERTIFICATE_FILE: is needed')
  })

  test('is HTTPS for other machines, who then must sign in', () => {
    const config = load({ ...cert, ...key })
    const certificateFiles = { cert: '/etc/fullchain.pem', key: '/etc/privkey.pem' }
    expect(config).toMatchObject({ lan: true, host: '::', certificateFiles })
    expect(config.settled.values.lobby).toBe('signed_in')
    const production = { ...cert, ...key, VISITA_MODE: 'production' }
    expect(() => load(production)).toThrow('VISITA_ORIGINS: must name')
    expect(load({ ...production, VISITA_ORIGINS: 'https://clinic.example' }).mode).toBe('production')
  })
})

describe('the settings file', () => {
  test('gives way to the environment, and says who has set what', async () => {
    await aSettingsFile({ port: 9000, ringSeconds: 5, lan: false, origins: ['https://a.example.org'] })
    const config = load({ PORT: '9001' })
    expect(config).toMatchObject({ port: 9001, ringMs: 5000, extraOrigins: ['https://a.example.org'] })
    const sources = Object.fromEntries(listSettings(config.settled).map(({ key, source }) => [key, source]))
    expect(sources).toMatchObject({ port: 'environment', ringSeconds: 'file', lobby: 'default' })
  })

  test('may lie elsewhere, and must be there then', async () => {
    const path = await aFile('elsewhere.json', '{"port":9002}')
    expect(load({ VISITA_SETTINGS: path }).port).toBe(9002)
    expect(() => load({ VISITA_SETTINGS: `${path}x` })).toThrow('elsewhere.jsonx cannot be read (ENOENT)')
  })

  test.each(['[1]', '{', 'null', '"text"'])('of %s is refused', async (content) => {
    await aFile('settings.json', content)
    expect(() => load()).toThrow('is not a JSON object')
  })
})

test('[B34] the roles of a group are named after its last `=`, and must be roles', () => {
  const env = { VISITA_OIDC_ISSUER: 'https://login.hill.example', VISITA_OIDC_CLIENT_ID: 'visita' }
  expect(load().hospitalLogin).toBeNull()
  const roles = 'cn=skin=doctor, it=administrator'
  expect(load({ ...env, VISITA_OIDC_ROLES: roles }).hospitalLogin?.roles).toEqual([
    { group: 'cn=skin', role: 'doctor' },
    { group: 'it', role: 'administrator' },
  ])
  for (const wrong of ['skin', 'skin=chief', '=doctor', '']) {
    expect(() => load({ ...env, VISITA_OIDC_ROLES: wrong })).toThrow('VISITA_OIDC_ROLES')
  }
})

describe('a secret', () => {
  test('[B35] is read from the file that VARIABLE_FILE names, without the last line end', async () => {
    const path = await aFile('turn', '[{"urls":["turn:t.example.org"],"credential":"p"}]\n')
    expect(load({ VISITA_ICE_SERVERS_FILE: path }).relays.others).toMatchObject([{ credential: 'p' }])
  })

  test('given twice, or in a file that is not there, is a problem', async () => {
    const path = await aFile('turn', '[]')
    const twice = { VISITA_ICE_SERVERS_FILE: path, VISITA_ICE_SERVERS: '[]' }
    expect(() => load(twice)).toThrow('VISITA_ICE_SERVERS: is given, and VISITA_ICE_SERVERS_FILE as well')
    expect(() => load({ VISITA_ICE_SERVERS_FILE: `${path}x` })).toThrow('cannot be read (ENOENT)')
  })

  test('is never listed, and never belongs in file or database', () => {
    const { settled } = load({
      VISITA_ICE_SERVERS: '[{"urls":["turn:t.example.org"],"credential":"hidden"}]',
    })
    expect(JSON.stringify(listSettings(settled))).not.toContain('hidden')
    const secrets = KEYS.filter((key) => 'secret' in PARAMETERS[key])
    expect(secrets).toContain('iceServers')
    for (const key of secrets) expect(PARAMETERS[key].where).toBe('environment')
  })

  test('in a file is no way for what is no secret', async () => {
    const path = await aFile('port', '9000')
    expect(() => load({ PORT_FILE: path, VISITA_HOST_FILE: path })).toThrow(
      'VISITA_HOST_FILE: is not a known',
    )
  })
})

const lobby = (env: NodeJS.ProcessEnv): string => load(env).settled.values.lobby

describe('the lobby', () => {
  test('[A3] is open by itself only where just this machine reaches it', () => {
    expect(lobby({})).toBe('open')
    expect(lobby({ VISITA_HOST: '::1' })).toBe('open')
    expect(lobby({ VISITA_HOST: '0.0.0.0' })).toBe('signed_in')
    expect(lobby({ VISITA_HOST: '127.0.0.1.example.org' })).toBe('signed_in')
    expect(lobby({ VISITA_LAN: '1' })).toBe('signed_in')
    expect(lobby({ VISITA_LAN: '1', VISITA_LOBBY: 'open' })).toBe('open')
  })
})

describe('[B35] production', () => {
  const safe = { VISITA_MODE: 'production', VISITA_ORIGINS: 'https://visita.example.org' }

  test('starts with what is safe, its lobby closed to strangers', () => {
    expect(load(safe)).toMatchObject({ mode: 'production', host: '127.0.0.1' })
    expect(lobby(safe)).toBe('signed_in')
    expect(load({ VISITA_MODE: 'production', VISITA_LAN: '1' }).mode).toBe('production')
  })

  test.each([
    ['an open lobby', { VISITA_LOBBY: 'open' }, 'VISITA_LOBBY'],
    ['plain HTTP to others', { VISITA_HOST: '0.0.0.0' }, 'VISITA_HOST'],
    ['a plain origin', { VISITA_ORIGINS: 'https://a.example.org,http://a.example.org' }, 'VISITA_ORIGINS'],
    ['the demonstration', { VISITA_DEMO: '1' }, 'VISITA_DEMO'],
    [
      'a plain login',
      { VISITA_OIDC_ISSUER: 'http://a.org', VISITA_OIDC_CLIENT_ID: 'v' },
      'VISITA_OIDC_ISSUER',
    ],
    ['a plain second host', { VISITA_AUDIT_ANCHOR_URL: 'http://a.org' }, 'VISITA_AUDIT_ANCHOR_URL'],
    ['a sample secret', { VISITA_OIDC_CLIENT_SECRET: 'change-me-please-1' }, 'VISITA_OIDC_CLIENT_SECRET'],
    ['a key of zeros', { VISITA_KEY: Buffer.alloc(32).toString('base64') }, 'VISITA_KEY'],
    ['a short secret', { VISITA_OIDC_CLIENT_SECRET: 'q8Zr1vT' }, 'VISITA_OIDC_CLIENT_SECRET'],
  ])('refuses %s, which a trial takes', (_what, env: NodeJS.ProcessEnv, name) => {
    expect(() => load({ ...safe, ...env })).toThrow(`  ${name}: `)
    expect(() => load({ ...safe, ...env, VISITA_MODE: 'trial' })).not.toThrow()
  })

  test('refuses to have no address that people reach', () => {
    expect(() => load({ VISITA_MODE: 'production' })).toThrow('  VISITA_ORIGINS: ')
  })
})
