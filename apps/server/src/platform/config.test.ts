import { describe, expect, test } from 'vitest'
import { loadConfig } from './config.ts'

describe('the configuration', () => {
  test('has a value for everything', () => {
    const config = loadConfig({}, [])
    expect(config).toMatchObject({ port: 8080, host: '127.0.0.1', lan: false, iceServers: [] })
    expect(config).toMatchObject({ ringMs: 45_000, returnMs: 120_000, lostMs: 120_000 })
  })

  test('reads what is given', () => {
    const config = loadConfig(
      {
        PORT: '9000',
        VISITA_ICE_SERVERS: '[{"urls":["stun:stun.example.org"]}]',
        VISITA_RING_SECONDS: '5',
        VISITA_ORIGINS: 'https://visita.example.org/, https://b.example.org',
      },
      [],
    )
    expect(config).toMatchObject({
      port: 9000,
      iceServers: [{ urls: ['stun:stun.example.org'] }],
      ringMs: 5000,
      extraOrigins: ['https://visita.example.org', 'https://b.example.org'],
    })
  })

  test('listens on every interface with --lan only', () => {
    expect(loadConfig({}, ['--lan'])).toMatchObject({ lan: true, host: '::' })
    expect(loadConfig({ VISITA_LAN: '1' }, [])).toMatchObject({ lan: true })
  })

  test('names every problem at once and quotes no value', () => {
    const wrong = {
      PORT: 'secret-1',
      VISITA_ICE_SERVERS: '{"credential":"secret-2"}',
      VISITA_RING_SECONDS: '0',
    }
    const load = (): unknown => loadConfig(wrong, ['--wan'])
    for (const name of ['PORT', 'VISITA_ICE_SERVERS', 'VISITA_RING_SECONDS', '--wan']) {
      expect(load).toThrow(name)
    }
    expect(load).not.toThrow(/secret/)
  })
})
