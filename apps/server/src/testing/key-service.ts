import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { json } from 'node:stream/consumers'
import * as z from 'zod'
import type { KeySource } from '../modules/vault/index.ts'

/** What Transit answers, by its documentation, with real encryption behind it; each key has versions from 1. */
export interface FakeKeyService {
  token: string
  source(key: string): KeySource
  replace(key: string): void
  /** From now on only this status, with an answer that says nothing; null for true answers again. */
  answerWith(status: number | null): void
  close(): Promise<void>
}

const requestSchema = z.object({
  plaintext: z.base64().optional(),
  ciphertext: z.string().optional(),
  associated_data: z.base64().default(''),
  key_version: z.int().optional(),
})
type Request = z.infer<typeof requestSchema>

export async function aKeyService(): Promise<FakeKeyService> {
  const token = randomBytes(16).toString('hex')
  const keys = new Map<string, Buffer[]>()
  let onlyStatus: number | null = null
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1/transit`

  const versionsOf = (name: string): Buffer[] => {
    const versions = keys.get(name) ?? [randomBytes(32)]
    keys.set(name, versions)
    return versions
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: object): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const parsed = requestSchema.safeParse(await json(request))
    if (onlyStatus !== null) return send(onlyStatus, { errors: [] })
    if (request.headers['x-vault-token'] !== token) return send(403, { errors: ['permission denied'] })
    const [, action, name] = /^\/v1\/transit\/(encrypt|decrypt)\/(\w+)$/.exec(request.url ?? '') ?? []
    if (name === undefined || !parsed.success) return send(404, { errors: [] })
    try {
      const data =
        action === 'encrypt' ? encrypt(versionsOf(name), parsed.data) : decrypt(versionsOf(name), parsed.data)
      send(200, { data })
    } catch {
      send(400, { errors: ['cipher: message authentication failed'] })
    }
  }

  return {
    token,
    source: (key) => ({ kind: 'service', url, key, token }),
    replace: (key) => void versionsOf(key).push(randomBytes(32)),
    answerWith: (status) => void (onlyStatus = status),
    close: async () => {
      server.closeAllConnections()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
}

function encrypt(versions: Buffer[], { plaintext = '', associated_data, key_version }: Request): object {
  const version = key_version ?? versions.length
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(versions, version), nonce)
  cipher.setAAD(Buffer.from(associated_data, 'base64'))
  const sealed = [nonce, cipher.update(plaintext, 'base64'), cipher.final(), cipher.getAuthTag()]
  return { ciphertext: `vault:v${version}:${Buffer.concat(sealed).toString('base64')}`, key_version: version }
}

function decrypt(versions: Buffer[], { ciphertext = '', associated_data }: Request): object {
  const [, version, encoded = ''] = /^vault:v(\d+):(.*)$/.exec(ciphertext) ?? []
  const sealed = Buffer.from(encoded, 'base64')
  const key = keyOf(versions, Number(version))
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(Buffer.from(associated_data, 'base64'))
  decipher.setAuthTag(sealed.subarray(-16))
  const plain = [decipher.update(sealed.subarray(12, -16)), decipher.final()]
  return { plaintext: Buffer.concat(plain).toString('base64') }
}

function keyOf(versions: Buffer[], version: number): Buffer {
  const key = versions[version - 1]
  if (key === undefined) throw new RangeError('no such version')
  return key
}
