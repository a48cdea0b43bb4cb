import { linkTokenSchema } from '@visita/protocol'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { addressOf, takeLink } from './link.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const token = linkTokenSchema.parse('t'.repeat(43))

/** A window that was opened at this address. */
function aWindow(address: string) {
  const { hash, search, pathname, origin } = new URL(address, 'https://clinic.example')
  const bar = { hash, search, pathname, origin }
  const history = {
    replaceState: (_state: unknown, _title: string, to: string) => Object.assign(bar, { hash: '', to }),
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the double has what takeLink uses
  return { bar, window: { location: bar, history } as unknown as Window }
}

it('takes what the hospital has answered out of the address bar (B34)', () => {
  const { bar, window } = aWindow('/hospital?code=abc&state=def')
  expect(takeLink(window)).toEqual({ kind: 'hospital', answer: 'code=abc&state=def' })
  expect(bar).toMatchObject({ to: '/' })
})

describe('[C24] a link that admits once', () => {
  it.each(['setup', 'invite', 'reset', 'visit'] as const)('is taken out of the address bar: %s', (kind) => {
    const { bar, window } = aWindow(`/#${kind}=${token}`)
    expect(takeLink(window)).toEqual({ kind, token })
    expect(bar).toMatchObject({ hash: '', to: '/' })
    expect(takeLink(window)).toBeNull()
  })

  it('that was cut short is one that no longer works, and leaves the address bar too', () => {
    const { bar, window } = aWindow('/#invite=abc')
    expect(takeLink(window)).toEqual({ kind: 'invite', token: null })
    expect(bar.hash).toBe('')
  })

  it.each(['/', '/people', '/#staff', '/#other=abc'])('is not in %s, which stays as it is', (address) => {
    const { bar, window } = aWindow(address)
    expect(takeLink(window)).toBeNull()
    expect(bar).not.toHaveProperty('to')
  })

  it('is handed over as an address that comes back as the same link', () => {
    vi.stubGlobal('location', { origin: 'https://clinic.example' })
    const { window } = aWindow(addressOf('reset', token))
    expect(takeLink(window)).toEqual({ kind: 'reset', token })
  })
})
