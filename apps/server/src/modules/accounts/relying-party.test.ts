import { describe, expect, test } from 'vitest'
import { relyingParty } from './relying-party.ts'

describe('[B34] passkeys are for', () => {
  test('localhost, at the port at which the page was served', () => {
    const party = relyingParty({ lan: false, extraOrigins: [] })
    expect([party.id, party.originsAt(8080)]).toEqual(['localhost', ['http://localhost:8080']])
    expect(relyingParty({ lan: true, extraOrigins: [] }).originsAt(8443)).toEqual(['https://localhost:8443'])
  })

  test('localhost behind a proxy on this machine', () => {
    const party = relyingParty({ lan: false, extraOrigins: ['http://localhost:9000'] })
    expect(party.originsAt(8080)).toEqual(['http://localhost:8080', 'http://localhost:9000'])
  })

  test('the public name, whatever the port at which the proxy asks, and no longer for this machine', () => {
    const extraOrigins = [
      'http://clinic.example',
      'https://visits.clinic.example',
      'https://visits.clinic.example:8443',
      'https://other.example',
    ]
    const party = relyingParty({ lan: false, extraOrigins })
    expect([party.id, party.originsAt(8080)]).toEqual([
      'visits.clinic.example',
      ['https://visits.clinic.example', 'https://visits.clinic.example:8443'],
    ])
  })
})
