import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { DataStore, Server, Upload } from '@tus/server'
import * as z from 'zod'
import { errorBody, Refusal, refusalOf, STATUS } from '../../platform/http-errors.ts'
import type { FastifyBaseLogger } from 'fastify'
import type { Member } from '../../platform/principal.ts'
import type { Uploads } from './uploads.ts'

const lengthSchema = z.string().regex(/^\d+$/).transform(Number).pipe(z.int())

type HandleUpload = (sender: Member, request: IncomingMessage, response: ServerResponse) => Promise<void>

/** tus 1.0 over `Uploads`. Loaded with the first upload only: an idle server does without its memory. */
export function createTusServer<T>(deps: {
  path: string
  uploads: Uploads<T>
  logger: FastifyBaseLogger
}): HandleUpload {
  const { path, uploads, logger } = deps
  // tus makes a request of its own for its hooks, which knows nothing of who was let in.
  const senders = new AsyncLocalStorage<Member>()
  const sender = (): Member => {
    const member = senders.getStore()
    if (member === undefined) throw new Refusal('not_identified')
    return member
  }

  const server = new Server({
    path,
    datastore: new Store(uploads),
    maxSize: uploads.maxBytes,
    relativeLocation: true,
    allowedOrigins: () => false,
    disableTerminationForFinishedUploads: true,
    async namingFunction(request, metadata) {
      const length = lengthSchema.safeParse(request.headers.get('upload-length'))
      if (!length.success || length.data > uploads.maxBytes) throw new Refusal('too_large')
      const parsed = uploads.metadataSchema.safeParse(withEmptyValues(metadata))
      if (!parsed.success) throw new Refusal('bad_request', parsed.error.issues[0]?.path.join('.'))
      return uploads.announce(sender(), parsed.data, length.data)
    },
    async onIncomingRequest(_request, storageId) {
      await uploads.requireSender(sender(), storageId)
    },
    async onUploadFinish(_request, { id }) {
      await uploads.finish(sender(), id)
      return {}
    },
    onResponseError(_request, error) {
      const refusal = refusalOf('status_code' in error ? { statusCode: error.status_code } : error)
      if (refusal.code === 'internal') logger.error({ err: error }, 'upload failed')
      // tus gives 409 and 410 a meaning of their own, so its own statuses stay.
      const status = 'status_code' in error ? error.status_code : STATUS[refusal.code]
      return { status_code: status, body: JSON.stringify(errorBody(refusal)) }
    },
  })
  return async (member, request, response) => senders.run(member, () => server.handle(request, response))
}

/** tus reads an empty value as none, and browsers know no type of many files. */
const withEmptyValues = (metadata: Record<string, string | null> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, value ?? '']))

/** What tus asks of a store. Who may do what has been decided by the hooks above. */
class Store extends DataStore {
  readonly #uploads: Kept
  override extensions = ['creation', 'termination']

  constructor(uploads: Kept) {
    super()
    this.#uploads = uploads
  }

  override async create(upload: Upload): Promise<Upload> {
    return upload
  }

  override async getUpload(id: string): Promise<Upload> {
    return new Upload({ id, ...(await this.#uploads.progress(id)) })
  }

  override async write(source: Readable, id: string, offset: number): Promise<number> {
    return this.#uploads.append(id, source, offset)
  }

  override async remove(id: string): Promise<void> {
    await this.#uploads.remove(id)
  }
}

type Kept = Pick<Uploads<never>, 'progress' | 'append' | 'remove'>
