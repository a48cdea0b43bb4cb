import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { CONSENT_KINDS, CONSENT_TEXTS } from '@visita/protocol'

/** SHA-256 of each version. A line is added with a version; none is ever changed: somebody has agreed to those words. */
const HASHES = {
  care: ['02f4cd37f030a4be'],
  second_opinion: ['5c598bc9e20d9ed6'],
  teaching: ['0bf21c5fc8d782e0'],
  research: ['b7b55e8882523997'],
  recording: ['3fa7dcd314cfe1f9'],
}

test.each(CONSENT_KINDS)('[B27] what somebody agreed to for %s still reads as they read it', (kind) => {
  const hashes = CONSENT_TEXTS[kind].map(({ text, question }) =>
    createHash('sha256')
      .update(JSON.stringify([text, question]))
      .digest('hex')
      .slice(0, 16),
  )
  expect(hashes).toEqual(HASHES[kind])
})
