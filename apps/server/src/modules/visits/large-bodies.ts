import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../platform/http-errors.ts'

/** What every route takes needs no admission. */
const LARGE_BYTES = 1024 ** 2
/** Parsing takes several times a body's size for a moment, and the server is to stay within 512 MB. */
const AT_ONCE = 2
/** Slow lines are given time; whoever sends nothing must not keep the place from the others. */
const BODY_MS = 120_000
const RETRY_AFTER_S = 5

/** Bounds the memory that large request bodies take together, whoever sends them. */
export class LargeBodies {
  #underWay = 0

  /** Called before the body is read. A large one holds a place until it is answered or breaks off; throws `too_fast`. */
  admit({ headers, raw }: FastifyRequest, reply: FastifyReply): void {
    // A chunked body does not say its size, and so counts as large.
    const length = headers['transfer-encoding'] === undefined ? Number(headers['content-length']) : Infinity
    if (length <= LARGE_BYTES) return
    // Its `close` has passed perhaps, and would never give the place back.
    if (raw.socket.destroyed) throw new Refusal('bad_request')
    if (this.#underWay >= AT_ONCE) {
      reply.header('retry-after', RETRY_AFTER_S)
      throw new Refusal('too_fast')
    }
    this.#underWay += 1
    const timer = setTimeout(() => {
      if (!raw.complete) raw.destroy()
    }, BODY_MS)
    reply.raw.once('close', () => {
      clearTimeout(timer)
      this.#underWay -= 1
    })
  }
}
