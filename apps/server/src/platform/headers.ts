import { INERT_POLICY } from './content-policy.ts'

const PERMISSIONS = [
  'camera=(self)',
  'microphone=(self)',
  'display-capture=(self)',
  'fullscreen=(self)',
  'picture-in-picture=(self)',
  'speaker-selection=(self)',
  'geolocation=()',
  'payment=()',
  'usb=()',
].join(', ')

/** What every answer carries, whoever gives it (control C15). What may run or be kept says so in their place. */
export const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': INERT_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': PERMISSIONS,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const

/** A year. Without subdomains: they are the clinic's, and not all of them need speak HTTPS. */
export const STRICT_TRANSPORT = { 'strict-transport-security': 'max-age=31536000' } as const
