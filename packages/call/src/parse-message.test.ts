import { controlMessageSchema } from '@visita/protocol'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseMessage } from './parse-message.ts'

it('gives what fits the schema, without what the schema does not know', () => {
  expect(parseMessage(controlMessageSchema, '{"type":"bye","why":"x"}')).toEqual({ type: 'bye' })
})

it('gives null for whatever else a peer sends, and never throws', () => {
  const data = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.uint8Array().map(({ length }) => new ArrayBuffer(length)),
  )
  fc.assert(
    fc.property(data, (hostile) => {
      expect(parseMessage(controlMessageSchema, hostile)).toBeNull()
    }),
    { seed: 1 },
  )
})
