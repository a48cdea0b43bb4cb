import { expect, it } from 'vitest'
import { isFine, problemsOf } from './new-account.ts'

const good = {
  displayName: 'Johanna Beispiel',
  login: 'johanna@example.org',
  password: 'four plain words here',
}

it('[B34] names what is wrong with each field of a new account', () => {
  expect(problemsOf({ displayName: 'Too short', login: 'johanna', password: 'short' })).toEqual({
    displayName: 'too_short',
    login: 'not_an_address',
    password: 'too_short',
  })
})

it.each([
  ['as it should be', good],
  ['with an address in capitals and spaces around it', { ...good, login: ' Johanna@Example.ORG ' }],
  ['with a password of ten signs', { ...good, password: '0123456789' }],
])('[B34] takes an account %s', (_, account) => {
  expect(isFine(problemsOf(account))).toBe(true)
})

it.each([{ displayName: 'J' }, { login: '' }, { password: '123456789' }])(
  '[B34] does not take %j',
  (change) => {
    expect(isFine(problemsOf({ ...good, ...change }))).toBe(false)
  },
)
