import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { issueRelays } from './relays.ts'

const SECRET = 'shared with the relay'
const issue = (urls: string[], secret: string | null = SECRET) =>
  issueRelays({
    groups: [{ urls, secret }],
    others: [],
    lifeMs: 3_600_000,
    only: false,
    clock: () => 1_000_000_000_000,
  })

describe('[A14] [C2] the relays of a page', () => {
  test('come with credentials that end within the hour, by the scheme of coturn', () => {
    const { servers, life } = issue(['turn:turn.example.org:3478'])
    const [server] = servers
    const [expiry] = server?.username?.split(':') ?? []
    expect([expiry, life]).toEqual(['1000003600', 3_600_000])
    const expected = createHmac('sha1', SECRET)
      .update(server?.username ?? '')
      .digest('base64')
    expect(server?.credential).toBe(expected)
  })

  test('have a user name of their own each time, which says nothing of anybody', () => {
    const names = Array.from({ length: 100 }, () => issue(['turn:a']).servers[0]?.username ?? '')
    expect(new Set(names).size).toBe(100)
    for (const name of names) expect(name).toMatch(/^\d{10}:[\w-]{16}$/)
  })

  test('are asked for an address without credentials, and then there is nothing to renew', () => {
    expect(issue(['stun:stun.example.org'], null)).toEqual({
      servers: [{ urls: ['stun:stun.example.org'] }],
      only: false,
      life: null,
    })
  })

  test('are entries of their own, each to be measured', () => {
    expect(issue(['turn:a', 'turns:a:443?transport=tcp']).servers).toHaveLength(2)
  })
})
