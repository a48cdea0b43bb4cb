import { expect, it } from 'vitest'
import { codeSchema } from './session.ts'

it('[C22] a code may be written with the wide digits of some keyboards, and with nothing but ASCII otherwise', () => {
  expect(codeSchema.parse(' １２３４５６ ')).toBe('123456')
  expect(codeSchema.parse('7exr-4ffq-zdmk-cjbv')).toBe('7exr-4ffq-zdmk-cjbv')
  expect(codeSchema.safeParse('éééééé').success).toBe(false)
})
