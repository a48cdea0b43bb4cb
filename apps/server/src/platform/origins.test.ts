import { expect, test } from 'vitest'
import { hasPublicHttps, lanAddresses, originCheck } from './origins.ts'

const local = originCheck({
  lan: false,
  host: '127.0.0.1',
  extraOrigins: ['https://visita.example.org'],
})
const lan = originCheck({ lan: true, host: '::', extraOrigins: [] })

test.each([
  ['http://localhost:8080', true],
  ['http://127.0.0.1:8080', true],
  ['http://[::1]:8080', true],
  ['https://visita.example.org', true],
  ['http://visita.example.org', false],
  ['https://localhost:8080', false],
  ['http://localhost:8081', false],
  ['http://localhost', false],
  ['http://localhost.evil.example:8080', false],
  ['null', false],
  ['', false],
])('a page from %j may talk to a loopback server: %s', (origin, allowed) => {
  expect(local(origin, 8080)).toBe(allowed)
})

test('the default port may be left out', () => {
  expect(local('http://localhost', 80)).toBe(true)
  expect(lan('https://localhost', 443)).toBe(true)
})

test('on the network every address of this machine counts, over HTTPS', () => {
  for (const address of lanAddresses().filter((found) => !found.includes(':'))) {
    expect(lan(`https://${address}:8080`, 8080)).toBe(true)
    expect(lan(`http://${address}:8080`, 8080)).toBe(false)
    expect(local(`http://${address}:8080`, 8080)).toBe(false)
  }
  expect(lan('https://203.0.113.9:8080', 8080)).toBe(false)
})

test.each([
  [['https://visita.example.org'], false, true],
  [['https://visita.example.org', 'http://visita.example.org'], false, true],
  [['http://visita.example.org'], false, false],
  [['https://localhost:8443'], false, false],
  [['https://visita.localhost'], false, false],
  [['https://127.0.0.2:8443', 'https://visita.example.org'], false, false],
  [['https://[::1]:8443'], false, false],
  [['https://visita.example.org'], true, false],
  [[], true, false],
  [[], false, false],
])('[C15] browsers of %j, with --lan: %s, are told to insist on HTTPS: %s', (extraOrigins, isLan, told) => {
  expect(hasPublicHttps({ lan: isLan, certificateFiles: null, extraOrigins })).toBe(told)
})

test('[C15] browsers are told to insist on HTTPS where its certificate was given', () => {
  const extraOrigins = ['https://visita.example.org']
  expect(hasPublicHttps({ lan: true, certificateFiles: {}, extraOrigins })).toBe(true)
  expect(hasPublicHttps({ lan: true, certificateFiles: {}, extraOrigins: [] })).toBe(false)
})
