import * as argon2 from '@node-rs/argon2'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { hashNewPassword, isPassword } from './passwords.ts'

// The real one, of which only the calls are noted.
vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof argon2>()
  return { ...real, hash: vi.fn<typeof real.hash>(real.hash), verify: vi.fn<typeof real.verify>(real.verify) }
})

const PASSWORD = 'correct horse battery staple 7'
/** OWASP: argon2id, 19 MiB, two passes, one lane (C23). */
const COST = '$argon2id$v=19$m=19456,t=2,p=1$'

beforeEach(() => {
  vi.clearAllMocks()
})

/** What was worked out, by the head of the hash that it was held against. */
const work = () => vi.mocked(argon2.verify).mock.calls.map(([hash]) => hash.toString().slice(0, COST.length))

describe('[C20] a password for an account that there is not', () => {
  test('is worked out just as one for an account that there is', async () => {
    const hash = await hashNewPassword(PASSWORD, 'maria@clinic.example')
    const worked: Record<string, string[]> = {}
    for (const [what, against] of [
      ['of an account', hash],
      ['wrong', hash],
      ['of nobody', null],
      ['of nobody, again', null],
    ] as const) {
      vi.clearAllMocks()
      await isPassword(what === 'of an account' ? PASSWORD : 'not the password', against)
      worked[what] = work()
    }
    expect(worked).toEqual({
      'of an account': [COST],
      wrong: [COST],
      'of nobody': [COST],
      'of nobody, again': [COST],
    })
  })

  test('is never right, not even the one that nobody’s hash was made of', async () => {
    const random = vi.spyOn(crypto, 'randomUUID')
    vi.resetModules()
    const fresh = await import('./passwords.ts')
    expect(await fresh.isPassword(PASSWORD, null)).toBe(false)
    const made = random.mock.results.map(({ value }) => String(value))
    expect(made).toHaveLength(1)
    for (const password of made) expect(await fresh.isPassword(password, null)).toBe(false)
  })

  test('makes nobody’s hash once: making one at each try would take longer than looking at one', async () => {
    await isPassword(PASSWORD, null)
    vi.clearAllMocks()
    await isPassword(PASSWORD, null)
    expect(argon2.hash).not.toHaveBeenCalled()
  })
})
