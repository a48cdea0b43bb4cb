import { expect, it } from 'vitest'
import { chatTextSchema } from './chat.ts'

it('[C14] a line is read in the direction of its letters, and not against them', () => {
  expect(chatTextSchema.parse(' take \u202e05 mg\u202c ')).toBe('take 05 mg\u202c')
  expect(chatTextSchema.parse('שלום')).toBe('שלום')
  expect(chatTextSchema.safeParse('\u202e').success).toBe(false)
})
