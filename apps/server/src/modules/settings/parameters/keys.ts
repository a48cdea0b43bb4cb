import * as z from 'zod'
import { type Kind, optional, text, webAddress } from '../kinds.ts'
import { parameter } from '../parameter.ts'

const keyList: Kind<string[]> = {
  // 32 bytes are 43 digits and a padding.
  schema: z.array(z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in base64'), 'must be a list'),
  fromText: (value) => value.split(',').map((key) => key.trim()),
  form: { type: 'list' },
}

/** The keys that the data keys are encrypted with; without any of these, `visita.key` in the data folder. */
export const keys = {
  keySecret: parameter({
    variable: 'VISITA_KEY',
    kind: optional(keyList),
    where: 'environment',
    secret: true,
    fallback: { value: null },
    about:
      'The key instead of the key file: 32 bytes in base64 (`openssl rand -base64 32`). To replace it, put the new one before it, with a comma, until `keys rotate` is done.',
  }),
  keyServiceUrl: parameter({
    variable: 'VISITA_KEY_SERVICE_URL',
    kind: optional(webAddress),
    where: 'file',
    fallback: { value: null },
    about:
      'A key service instead of the key file: where the Transit engine of HashiCorp Vault or OpenBao is mounted, such as `https://vault.example.org:8200/v1/transit`.',
  }),
  keyServiceKey: parameter({
    variable: 'VISITA_KEY_SERVICE_KEY',
    kind: text(),
    where: 'file',
    fallback: { value: 'visita' },
    about: 'The name of the key there, of a type that takes associated data, such as `aes256-gcm96`.',
  }),
  keyServiceToken: parameter({
    variable: 'VISITA_KEY_SERVICE_TOKEN',
    kind: optional(text()),
    where: 'environment',
    secret: true,
    fallback: { value: null },
    about: 'The token for the key service; it may encrypt and decrypt with that key and needs nothing else.',
  }),
}
